using Compensation.CallCentre.Search;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.People;

/// <summary>Where operators find somebody by what he says on the telephone. What was typed travels in bodies only.</summary>
public sealed class SearchPages(Screens screens, SearchPeople search)
{
    private const string Route = "console/{campaign}/search";

    [Function("AskConsoleSearch")]
    [ApiOperation("The page on which a person is looked for.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign) =>
        screens.ShowAsync(request, campaign, screen => Task.FromResult(PageOf(screen, sent: null, [], found: null)));

    [Function("ConsoleSearch")]
    [ApiOperation("Looks for a person.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Search([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, form) =>
        {
            PeopleQuery query = new()
            {
                Phone = form["phone"],
                Email = form["email"],
                InquiryNumber = form["inquiry-number"],
                Receipt = form["receipt"],
                Name = form["name"],
                TravelDate = form["travel-date"],
                NumberEnds = form["number-ends"],
            };
            (SearchTerms? terms, IReadOnlyList<SearchFault> faults) = SearchTerms.Read(screen.Campaign, query);
            return terms is null
                ? PageOf(screen, form, [.. faults.Select(fault => ErrorOf(screen, fault))], found: null)
                : PageOf(screen, form, [], await search.HandleAsync(request.HttpContext, screen.Campaign, terms, cancellationToken));
        }, cancellationToken);

    private static Page PageOf(Screen screen, PostedForm? sent, IReadOnlyList<FieldError> errors, PeopleFound? found)
    {
        string title = screen.Say("お客様を探す", "Find a person");
        ErrorSummary summary = new(screen.Language, errors);
        return screen.Page(summary.Entitle(title), Html.Of($"""
            {summary}
            <h1>{title}</h1>
            {(found is null ? Html.Empty : Results(screen, found))}
            {new Form(screen.Token, Fields(screen, sent, errors), screen.Say("探す", "Search"))}
            {(screen.Opens("AskConsoleSuppression") ? Html.Of($"<p class=\"way\">{screen.Link("suppressions", screen.Say("「もう送らないで」と言われたとき（登録のない宛先でもできます）", "Somebody wants no more messages (also where nobody is found)"))}</p>") : Html.Empty)}
            """), errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html Fields(Screen screen, PostedForm? sent, IReadOnlyList<FieldError> errors)
    {
        TextField Field(string name, string japanese, string english, string? hint = null, string? mode = null) =>
            new(name, screen.Say(japanese, english)) { Language = screen.Language, Value = sent?[name], Error = errors.Of(name), Hint = hint, InputMode = mode, AutoComplete = "off", Characters = 20 };
        return Html.Of($"""
            <p>{screen.Say("どれか一つを、省略せずに入力してください。全角でも、ハイフンがあってもかまいません。", "Enter one of these, whole. Full width and hyphens make no difference.")}</p>
            {Field("phone", "電話番号", "Telephone number", mode: "tel")}
            {Field("inquiry-number", "お問い合わせ番号", "Inquiry number")}
            {Field("receipt", "受付番号（申請・振込）", "Receipt number (application, transfer)")}
            {Field("email", "メールアドレス", "E-mail address", mode: "email")}
            {Field("name", "お名前（カナ）", "Name (kana)", screen.Say("お名前で探すときは、旅行日か番号の下4文字も入力してください。", "With a name, enter the day of travel or the end of the number too."))}
            {Field("travel-date", "旅行日", "Day of travel")}
            {Field("number-ends", "お問い合わせ番号の下4文字", "Last four characters of the inquiry number")}
            """);
    }

    private static Html Results(Screen screen, PeopleFound found) => found.People.Count == 0
        ? Html.Of($"<p class=\"error\" role=\"status\">{screen.Say("見つかりませんでした。もう一度聞き取って、別の項目でも探してください。", "Nobody was found. Ask once more, and try another field.")}</p>")
        : Html.Of($"""
            {new Table(screen.Say("見つかった方", "Found"), [screen.Say("番号", "Number"), screen.Say("お名前", "Name"), screen.Say("連絡先", "Reached at"), screen.Say("金額", "Amount"), screen.Say("状態", "Standing")], [.. found.People.Select(person => Row(screen, person))])}
            {(found.More ? Html.Of($"<p>{screen.Say("ほかにもいます。もう一つの項目で絞ってください。", "There are more: narrow them down by another field.")}</p>") : Html.Empty)}
            """);

    private static Html[] Row(Screen screen, FoundPerson person) =>
    [
        person.Person is { } id ? screen.Link($"people/{id}", person.InquiryNumber ?? id.ToString()) : person.Application is { } application ? screen.Link($"applications/{application}", person.InquiryNumber ?? application) : Html.Of($"{person.InquiryNumber}"),
        Html.Of($"{person.Name}"),
        Html.Of($"{string.Join(screen.Say("、", ", "), new[] { person.Phone, person.Email }.OfType<string>())}"),
        Html.Of($"{(person.Amount is { } amount ? amount.ToString() : string.Empty)}"),
        Html.Of($"{(person.State is { } state ? screen.Language.Of(state) : person.ApplicationState is { } applied ? screen.Language.Of(applied) : screen.Say("確定前", "Not sealed"))}"),
    ];

    private static FieldError ErrorOf(Screen screen, SearchFault fault) => fault switch
    {
        SearchFault.Phone => new FieldError("phone", screen.Say("電話番号を最後まで入力してください。", "Enter the whole telephone number.")),
        SearchFault.Email => new FieldError("email", screen.Say("メールアドレスを最後まで入力してください。", "Enter the whole e-mail address.")),
        SearchFault.InquiryNumber => new FieldError("inquiry-number", screen.Say("お問い合わせ番号を最後まで入力してください。", "Enter the whole inquiry number.")),
        SearchFault.Receipt => new FieldError("receipt", screen.Say("受付番号は英数字8文字です。", "A receipt number has eight characters.")),
        SearchFault.TravelDate => new FieldError("travel-date", screen.Say("日付を入力してください（例：2023年2月23日）。", "Enter a date, such as 2023-02-23.")),
        SearchFault.NumberEnds => new FieldError("number-ends", screen.Say("下4文字を入力してください。", "Enter four characters.")),
        SearchFault.SecondField => new FieldError("travel-date", screen.Say("お名前だけでは探せません。旅行日か番号の下4文字も入力してください。", "A name alone is not enough: enter the day of travel or the end of the number too.")),
        SearchFault.Name => new FieldError("name", screen.Say("お名前を入力してください。", "Enter the name.")),
        _ => new FieldError("phone", screen.Say("どれか一つを入力してください。", "Enter one of them.")),
    };
}
