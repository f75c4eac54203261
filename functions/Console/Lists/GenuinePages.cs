using Compensation.CallCentre.Genuine;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Lists;

/// <summary>"Is this genuine?": what the caller reads out is typed, and the answer is yes, no, or unknown.</summary>
public sealed class GenuinePages(Screens screens, JudgeMessage judge)
{
    private const string Route = "console/{campaign}/genuine";

    [Function("AskConsoleGenuine")]
    [ApiOperation("The page on which a message is judged.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign) =>
        screens.ShowAsync(request, campaign, screen => Task.FromResult(PageOf(screen, sent: null, verdict: null)));

    [Function("JudgeConsoleGenuine")]
    [ApiOperation("Judges a message.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Judge([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, form) => PageOf(
            screen, form, await judge.HandleAsync(screen.Campaign, new ReadMessage { Number = form["number"], Sender = form["sender"], Link = form["link"], Text = form["text"] }, cancellationToken)), cancellationToken);

    private static Page PageOf(Screen screen, PostedForm? sent, MessageVerdict? verdict)
    {
        string title = screen.Say("このメッセージは本物か", "Is this message genuine?");
        TextField Field(string name, string japanese, string english, int lines = 1) =>
            new(name, screen.Say(japanese, english)) { Language = screen.Language, Value = sent?[name], Lines = lines, AutoComplete = "off" };
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            {(verdict is null ? Html.Empty : Answer(screen, verdict))}
            {new Form(screen.Token, Html.Of($"""
            <p>{screen.Say("お客様に読み上げてもらったものを、わかるだけ入力してください。", "Enter what the caller reads out, as far as it is known.")}</p>
            {Field("link", "リンク（URL）", "Link")}
            {Field("number", "SMSの送信元の番号", "The number an SMS came from")}
            {Field("sender", "メールの送信元", "The address an e-mail came from")}
            {Field("text", "本文", "Text", lines: 4)}
            """), screen.Say("調べる", "Check"))}
            {(screen.Campaign.Senders == Senders.None ? Html.Empty : Html.Of($"<p class=\"way\"><a href=\"{screen.Language.At($"/genuine/{screen.Campaign.Id}")}\">{screen.Say("お客様向けの確認ページ", "The public page")}</a></p>"))}
            """));
    }

    private static Html Answer(Screen screen, MessageVerdict verdict) => Html.Of($"""
        <div class="{(verdict.Answer == GenuineAnswer.No ? "error" : "several")}" role="status">
        <p><strong>{screen.Say(verdict.Answer switch { GenuineAnswer.Yes => "はい、私たちのメッセージです。", GenuineAnswer.No => "いいえ、私たちのメッセージではありません。", _ => "これだけではわかりません。リンクを読み上げてもらってください。" },
            verdict.Answer switch { GenuineAnswer.Yes => "Yes, it is ours.", GenuineAnswer.No => "No, it is not ours.", _ => "Unknown: ask for the link." })}</strong></p>
        <ul>
        {verdict.Signs.Select(sign => Html.Of($"<li>{WordsFor(screen, sign)}</li>\n"))}</ul>
        </div>
        """);

    private static string WordsFor(Screen screen, MessageSign sign) => sign switch
    {
        MessageSign.OurLink => screen.Say("リンクは本物で、いまも開けます。", "The link is ours, and opens."),
        MessageSign.DeadLink => screen.Say("リンクは本物ですが、新しいリンクを送ったので開けません。", "The link is ours; a newer one has replaced it."),
        MessageSign.DamagedLink => screen.Say("始まりは同じですが、途中で切れているか読み違いです。もう一度読み上げてもらってください。", "It begins as ours do, and is cut short or misread: ask once more."),
        MessageSign.OfficesPage => screen.Say("事務局のページのアドレスです。", "It is the office's own page."),
        MessageSign.OtherLink => screen.Say("私たちのリンクではありません。開かないようお伝えください。", "The link is not ours: it must not be opened."),
        MessageSign.OurNumber => screen.Say("番号は私たちのものです（番号は偽れます）。", "The number is ours; numbers can be forged."),
        MessageSign.OtherNumber => screen.Say("私たちの番号ではありません。", "The number is not ours."),
        MessageSign.OurAddress => screen.Say("送信元は私たちのものです（送信元は偽れます）。", "The sender is ours; senders can be forged."),
        MessageSign.OtherAddress => screen.Say("私たちの送信元ではありません。", "The sender is not ours."),
        _ => screen.Say("私たちがお願いしないことを求めています。", "It asks for what we never ask for."),
    };
}
