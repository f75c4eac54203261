using Compensation.Applications.IntoAccounts;
using Compensation.Applications.Journeys;
using Compensation.Applications.Proof;
using Compensation.Applications.Review;
using Compensation.Applications.Typing;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Site;

/// <summary>
/// How an application stands, for whoever has its receipt number and proves its contact once more. A code goes to whatever contact is typed, and nothing is looked up before
/// it is entered, so that answers, messages and times are the same for numbers that exist and for those that do not.
/// </summary>
public sealed class ShowStanding(
    SiteDoor door, AskForProof proof, EnterCode enterCode, OwnApplications own, DecideCase decide, AddressBook book, ProtectedFields fields)
{
    private const string Route = StartSite.Route + "/" + Steps.Standing;
    private const int AnswerLengthMax = 300;

    [Function("AskStanding")]
    [ApiOperation("The page on which a receipt number and its contact are entered, to see how an application stands.", AnswerType = "text/html", FaultType = "text/html")]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string campaign) =>
        door.Find(request, campaign) is { } site ? StandingPages.Ask(site, string.Empty, string.Empty, []) : door.NoSuchSite(request);

    [Function("SendStanding")]
    [ApiOperation("Sends receipt number and contact; a code goes to the contact.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303)]
    public async Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (door.Find(request, campaign) is not { } site)
        {
            return door.NoSuchSite(request);
        }

        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        (string typedReceipt, string typedContact) = (form?["receipt"] ?? string.Empty, form?["contact"] ?? string.Empty);
        List<FieldError> errors = [];
        if (!ReceiptNumber.TryParse(typedReceipt, out ReceiptNumber receipt))
        {
            errors.Add(new FieldError("receipt", site.Say("受付番号8文字を入力してください（例：AD3H-47XY）", "Enter the receipt number, eight characters such as AD3H-47XY")));
        }

        if (TypedContact.Read(typedContact, site.Options.SmsTo050) is not { } contact)
        {
            errors.Add(new FieldError("contact", site.Say("申請のときの携帯電話番号かメールアドレスを入力してください", "Enter the mobile number or e-mail address that you applied with")));
            contact = new Contact(null, null);
        }

        return errors.Count == 0 && await proof.AskAsync(site, [KeyValuePair.Create("receipt", receipt.Value)], contact, errors, cancellationToken) is { } code
            ? code
            : StandingPages.Ask(site, typedReceipt, typedContact, errors);
    }

    internal IResult ShowCode(AskedSite site, Journey journey) => journey.ProvesContact(book) ? Onwards(site, journey) : StandingPages.Code(site, WayIn(journey), string.Empty, []);

    /// <summary>The page on which he has typed his contact.</summary>
    private static string WayIn(Journey journey) => journey["receipt"].Length > 0 ? Steps.Standing : Steps.Transfer;

    internal async Task<IResult> EnterCodeAsync(AskedSite site, Journey journey, HttpRequest request, CancellationToken cancellationToken)
    {
        string typed = (await PostedForm.ReadAsync(request, cancellationToken))?["code"] ?? string.Empty;
        if (!TypedCode.TryParse(typed, out string? code) || journey.Contact.Length == 0)
        {
            return StandingPages.Code(site, WayIn(journey), typed, [new FieldError("code", site.Say("6桁の数字を入力してください（例：123456）", "Enter six digits, for example 123456"))]);
        }

        (_, CodeVerdict verdict) = await enterCode.HandleAsync(journey, journey.Contact, code, site.ReceivedAt, cancellationToken);
        return verdict == CodeVerdict.Right
            ? Onwards(site, journey)
            : StandingPages.Code(site, WayIn(journey), typed, [new FieldError("code", ConfirmContact.WordsFor(site, verdict))]);
    }

    /// <summary>To the application, or, for whoever has come without a receipt number, to what can be paid into an account.</summary>
    private static SeeOther Onwards(AskedSite site, Journey journey) => new(site.Language.At(journey["receipt"].Length > 0 ? Steps.Standing : Steps.Transfer));

    internal async Task<IResult> ShowAsync(AskedSite site, Journey journey, CancellationToken cancellationToken) =>
        NotHere(site, journey) ?? (IResult)await PageAsync(site, journey, [], cancellationToken);

    private SeeOther? NotHere(AskedSite site, Journey journey) =>
        !journey.ProvesContact(book) ? new SeeOther(site.Language.At(Steps.StandingCode)) : journey["receipt"].Length == 0 ? Onwards(site, journey) : null;

    /// <summary>The answer to what was asked.</summary>
    internal async Task<IResult> AnswerAsync(AskedSite site, Journey journey, HttpRequest request, CancellationToken cancellationToken)
    {
        if (NotHere(site, journey) is { } elsewhere)
        {
            return elsewhere;
        }

        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        string answer = Folding.Line(form?["answer"]);
        if (answer.Length is 0 or > AnswerLengthMax)
        {
            return await PageAsync(site, journey, [new FieldError("answer", site.Say($"{AnswerLengthMax}文字以内で回答を入力してください", $"Enter your answer, at most {AnswerLengthMax} characters"))], cancellationToken);
        }

        // There is one field for all that is asked under the number: so it answers all of it, and a second click finds nothing that is asked.
        foreach (Application asked in (await FindAsync(site, journey, cancellationToken)).Where(one => one.State == ApplicationState.AskedBack))
        {
            await AnswerAsync(site, journey, asked, answer, cancellationToken);
        }

        return new SeeOther(site.Language.At(Steps.Standing));
    }

    /// <summary>Somebody may work at the case at the same moment: then it stands otherwise, and is looked at again. What is asked anew is not answered by what was typed before.</summary>
    private async Task AnswerAsync(AskedSite site, Journey journey, Application asked, string answer, CancellationToken cancellationToken)
    {
        Application? now = asked;
        while (now is { State: ApplicationState.AskedBack } && now.Messages == asked.Messages
            && await decide.AnswerAsync(now with { Acts = now.Acts.With(SentAct.Another) }, answer, cancellationToken) is CaseDecided.NotNow)
        {
            now = (await FindAsync(site, journey, cancellationToken)).FirstOrDefault(one => one.Line == asked.Line);
        }
    }

    /// <summary>Whose receipt number is a transfer's alone has applied for nothing. A number that is somebody else's is none.</summary>
    private async Task<IResult> PageAsync(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors, CancellationToken cancellationToken) => await FindAsync(site, journey, cancellationToken) switch
    {
        { Count: > 0 } applied => StandingPages.Standing(
            site, ReceiptNumber.Parse(journey["receipt"]), [.. applied.Select(one => (one.Line, one.State, one.ProtectedWords is { } words ? fields.UnprotectWords(words) : string.Empty))], errors),
        _ when site.OffersTransfers => new SeeOther(site.Language.At(Steps.Transfer)),
        _ => StandingPages.NothingFound(site),
    };

    private async Task<IReadOnlyList<Application>> FindAsync(AskedSite site, Journey journey, CancellationToken cancellationToken) =>
        [.. (await own.FindAsync(site.Campaign, ReceiptNumber.Parse(journey["receipt"]), journey.Contact, cancellationToken)).Select(one => one.Application)];
}
