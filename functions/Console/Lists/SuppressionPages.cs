using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Lists;

/// <summary>"Do not write to me any more", and taking that back: by what the caller names, of which nothing is kept but a keyed hash.</summary>
public sealed class SuppressionPages(Screens screens, SuppressionList list)
{
    private const string Route = "console/{campaign}/suppressions";
    private const string Address = "address";
    private const string Act = "act";
    private const string Stop = "stop";
    private const string Allow = "allow";

    [Function("AskConsoleSuppression")]
    [ApiOperation("The page on which a number or address is put on the list of those that are not written to, or taken off it.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign) =>
        screens.ShowAsync(request, campaign, screen => Task.FromResult(FormOf(screen, sent: null, []).Show(screen)));

    [Function("ChangeConsoleSuppression")]
    [ApiOperation("Puts a number or address on that list, or takes it off.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Change([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await ChangeAsync(screen, sent, cancellationToken), cancellationToken);

    private async Task<Page> ChangeAsync(Screen screen, PostedForm sent, CancellationToken cancellationToken)
    {
        string? address = JapanesePhone.TryNormalise(sent[Address], out string? phone) ? phone : EmailRule.TryNormalise(sent[Address], out string? email) ? email : null;
        List<FieldError> errors = [.. TaskForm.ErrorsOfReason(screen, sent)];
        if (address is null)
        {
            errors.Insert(0, new FieldError(Address, screen.Say("携帯電話の番号かメールアドレスを入力してください。", "Enter a mobile number or an e-mail address.")));
        }

        if (sent[Act] is not (Stop or Allow))
        {
            errors.Add(new FieldError(Act, screen.Say("どちらかを選んでください。", "Choose one.")));
        }

        if (address is null || errors.Count > 0)
        {
            return FormOf(screen, sent, errors).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        await (sent[Act] == Stop ? list.AddAsync(address, sent[TaskForm.Reason], screen.Person.Name, cancellationToken) : list.RemoveAsync(address, cancellationToken));
        string done = sent[Act] == Stop ? screen.Say("今後は送りません。", "It is not written to any more.") : screen.Say("また送れるようにしました。", "It is written to again.");
        return (FormOf(screen, sent: null, []) with { Words = Html.Of($"<p class=\"several\" role=\"status\">{SuppressionList.Masked(address)}{screen.Say("：", ": ")}{done}</p>") }).Show(screen);
    }

    private static TaskForm FormOf(Screen screen, PostedForm? sent, IReadOnlyList<FieldError> errors) => new(screen.Say("もう送らない番号・アドレス", "Numbers and addresses that are not written to"), "search")
    {
        Sent = sent,
        Errors = errors,
        Button = screen.Say("記録する", "Record it"),
        Words = Html.Of($"<p>{screen.Say("この宛先には、どの事業からも、案内も受取リンクも送られなくなります。", "Neither notices nor links of any campaign go there any more.")}</p>"),
        Fields = Html.Of($"""
            {new TextField(Address, screen.Say("携帯電話かメール", "Mobile number or e-mail address")) { Language = screen.Language, Value = sent?[Address], Error = errors.Of(Address), AutoComplete = "off" }}
            {new Choices(Act, screen.Say("どうしますか", "What is to be done?"), [new Choice(Stop, screen.Say("もう送らない", "Write there no more")), new Choice(Allow, screen.Say("また送れるようにする", "Write there again"))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent[Act]], Error = errors.Of(Act) }}
            """),
    };
}
