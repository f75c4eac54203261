using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Site;

/// <summary>What people read on the special site.</summary>
internal static class SitePages
{
    public static Page Start(AskedSite site) => PageOf(site, StatusCodes.Status200OK, site.Say("申請のご案内", "Apply for compensation"), Html.Of($"""
        <h1>{site.Say("地域クーポンの補償の申請", "Apply for compensation of a region coupon")}</h1>
        <p>{site.Say(
            "アプリを使わずに地域クーポン（紙）をお持ちだった方、アプリを退会された方が申請できます。アプリにチャージしていた方は、申請の必要はありません。",
            "This is for holders of a paper coupon who did not use the app, or who have left it since. If your coupon is in the app, you do not need to apply.")}</p>
        <h2>{site.Say("ご用意いただくもの", "What you need")}</h2>
        <ul>
        {site.Questions.Select(question => Html.Of($"<li>{question.Title(site)}</li>\n"))}</ul>
        <p>{LostNumber(site)}</p>
        <p>{site.Say($"{Closing(site)}までに送信された申請を受け付けます。入力の途中で{PauseIn(site)}分以上操作がないと、入力内容は消去されます。", $"We accept applications that are sent by {Closing(site)}. What you enter is deleted after a pause of {PauseIn(site)} minutes.")}</p>
        {new Form(Html.Empty, Html.Empty, site.Say("申請を始める", "Start now"))}
        {Further(site)}
        """));

    public static Page NotOpenYet(AskedSite site) => PageOf(site, StatusCodes.Status200OK, site.Say("受付開始前です", "Not open yet"), Html.Of($"""
        <h1>{site.Say("受付開始前です", "Not open yet")}</h1>
        <p>{site.Say($"申請の受付は{Opening(site)}に始まります。", $"Applications can be made from {Opening(site)} (Japan time).")}</p>
        """));

    /// <param name="site">Whose.</param>
    /// <param name="journey">What a visitor had typed who was caught while filling in; null for everybody else.</param>
    public static Page Closed(AskedSite site, Journey? journey) => PageOf(site, StatusCodes.Status200OK, site.Say("受付は終了しました", "Applications have closed"), Html.Of($"""
        <h1>{site.Say("受付は終了しました", "Applications have closed")}</h1>
        <p>{site.Say($"申請の受付は{Closing(site)}で終了しました。", $"Applications closed at {Closing(site)}.")}</p>
        {(journey is null || journey.Typed.Count == 0 ? Html.Empty : Html.Of($"""
        <p>{(journey.SentAt is null
            ? site.Say("次の内容は送信されていませんでした。申請としては受け付けていません。", "What you had entered was not sent in time, and we have not received it:")
            : site.Say("確認番号が時間内に入力されなかったため、次の内容は申請として受け付けていません。", "The code was not entered in time, so your application does not count:"))}</p>
        {Summary(site, journey, withChanges: false)}
        """))}
        {Further(site)}
        """));

    /// <summary>What there is beside applying, and after its end.</summary>
    private static Html Further(AskedSite site) => Html.Of($"""
        <p class="way"><a href="{site.At(Steps.Standing)}">{site.Say("申請状況の確認", "See how your application stands")}</a></p>
        {(site.OffersTransfers ? Html.Of($"""<p class="way"><a href="{site.At(Steps.Transfer)}">{site.Say("ポイントを希望されない方：銀行口座への振込", "If you do not want points: payment into a bank account")}</a></p>""") : Html.Empty)}
        """);

    /// <param name="site">Whose.</param>
    /// <param name="isStanding">Whether somebody came to see how something stands, and not to apply.</param>
    public static Page Paused(AskedSite site, bool isStanding) => PageOf(site, StatusCodes.Status410Gone, site.Say("入力内容は消去されました", "What you entered has been deleted"), Html.Of($"""
        <h1>{site.Say("入力内容は消去されました", "What you entered has been deleted")}</h1>
        <p>{site.Say($"{PauseIn(site)}分以上操作がなかったため、安全のため入力内容を消去しました。", $"There was a pause of more than {PauseIn(site)} minutes, so everything was deleted for your safety.")}{(isStanding ? string.Empty : site.Say("申請は送信されていません。", " Nothing has been sent."))}</p>
        <p><a class="button" href="{(isStanding ? site.At(Steps.Standing) : site.FirstPage)}">{(isStanding ? site.Say("申請状況の確認", "See how your application stands") : site.Say("最初から入力する", "Start again"))}</a></p>
        """));

    public static Page NotFound(AskedSite site) => PageOf(site, StatusCodes.Status404NotFound, site.Say("ページが見つかりません", "Page not found"), Html.Of($"""
        <h1>{site.Say("ページが見つかりません", "Page not found")}</h1>
        <p>{site.Say("アドレスが途中で切れているか、時間がたって入力内容が消去されています。", "Part of the address is missing, or what you had entered was deleted long ago.")}</p>
        <p><a class="button" href="{site.FirstPage}">{site.Say("特設サイトの最初のページへ", "To the first page of the site")}</a></p>
        """));

    public static Page Ask(AskedSite site, Question question, Journey journey, IReadOnlyList<FieldError> errors) => FormPage(site, question.Title(site), errors, Html.Of($"""
        {new Form(Html.Empty, question.Ask(site, journey, errors), site.Say("次へ", "Continue")) { Action = site.Language.At(question.Step) }}
        """));

    public static Page Check(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => FormPage(site, site.Say("入力内容の確認", "Check your answers"), errors, Html.Of($"""
        <h1 id="check">{site.Say("入力内容をご確認ください", "Check your answers")}</h1>
        {Summary(site, journey, withChanges: true)}
        {(JourneyForm.NextNumber(site, journey) is { } more ? Html.Of($"""<p class="way"><a href="{site.Language.At(more.Step)}">{site.Say("ほかのクーポンも一緒に申請する", "Apply for another coupon too")}</a></p>""") : Html.Empty)}
        <p>{site.Say("送信すると、ご連絡先に確認番号をお送りします。次の画面で番号を入力すると、申請が完了します。", "When you send this, we will send a code to your phone or e-mail address. Your application is complete once you have entered the code on the next page.")}</p>
        {new Form(Html.Empty, Html.Empty, site.Say("この内容で送信する", "Send")) { Action = site.Language.At(Steps.Check) }}
        """));

    public static Page Code(AskedSite site, CodePage code) => FormPage(site, site.Say("確認番号の入力", "Enter the code"), code.Errors, Html.Of($"""
        {CodeForm(site, Steps.Code, code.Typed, code.Errors, site.Say(
            $"{code.SentTo} に6桁の番号をお送りしました。{(int)site.Options.CodeLifetime.TotalMinutes}分間有効です。", $"We have sent a six-digit code to {code.SentTo}. It is valid for {(int)site.Options.CodeLifetime.TotalMinutes} minutes."))}
        {(code.Again is null ? Html.Empty : Html.Of($"""
        <h2>{site.Say("番号が届かないとき", "If nothing arrives")}</h2>
        {new Form(Html.Empty, Html.Empty, site.Say("番号をもう一度送る", "Send another code")) { Action = site.Language.At(code.Again), IsQuiet = true }}
        """))}
        {(code.Change is null ? Html.Empty : Html.Of($"""<p class="way"><a href="{site.Language.At(code.Change)}">{site.Say("入力内容を確認・変更する", "Check or change your answers")}</a></p>"""))}
        """));

    /// <summary>The one field in which a code is typed, or pasted, or filled in by the telephone itself.</summary>
    /// <param name="site">Whose.</param>
    /// <param name="step">Which page takes it, wherever this one was asked for.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="errors">What is wrong with it.</param>
    /// <param name="hint">Where the code went.</param>
    public static Html CodeForm(AskedSite site, string step, string typed, IReadOnlyList<FieldError> errors, string hint) => new Form(Html.Empty, Html.Of($"""
        {new TextField("code", site.Say("確認番号を入力してください", "Enter the code"))
    {
        Language = site.Language,
        IsHeading = true,
        Value = typed,
        Error = errors.Of("code"),
        InputMode = "numeric",
        AutoComplete = "one-time-code",
        Characters = 8,
        Hint = hint,
    }}
        """), site.Say("確認する", "Continue"))
    { Action = site.Language.At(step) }.Render();

    public static Page Received(AskedSite site, ReceiptNumber receipt, int coupons) => PageOf(site, StatusCodes.Status200OK, site.Say("申請を受け付けました", "We have received your application"), Html.Of($"""
        <h1>{site.Say("申請を受け付けました", "We have received your application")}</h1>
        {new SummaryList(site.Language, [
            new SummaryRow(site.Say("受付番号", "Receipt number"), receipt.Spoken),
            new SummaryRow(site.Say("クーポンの枚数", "Coupons"), coupons.ToString(CultureInfo.InvariantCulture))])}
        <p>{site.Say("受付番号をお控えください。ご連絡先にも同じ番号をお送りしました。", "Keep the receipt number. We have sent it to your address too.")}</p>
        <h2>{site.Say("このあとの流れ", "What happens next")}</h2>
        <p>{site.Say($"内容を確認のうえ、{site.Language.Day(WaveOf(site).StartsAt.DateInJapan())}から順次、受取サイトのURLをお送りします。お送りできない場合は、その理由をお知らせします。", $"We check your application, and send the link for collecting your points from {site.Language.Day(WaveOf(site).StartsAt.DateInJapan())} on. If we cannot send it, we tell you why.")}</p>
        <p>{site.Say("メールやSMSに記載のURLから、口座番号・クレジットカード番号・パスワードの入力をお願いすることはありません。", "No link in our messages ever asks for an account number, a card number or a password.")}</p>
        """));

    /// <summary>For who has lost coupon and number: as the notice prints it, which it does in Japanese.</summary>
    public static string LostNumber(AskedSite site) => site.Say(
        site.Rules.LostNumberAdvice, "If you have lost the coupon and do not know its number, please ask where it was issued, such as the travel agency or the hotel.");

    /// <summary>A page with a form: what is wrong with it first, in its title and its status too.</summary>
    public static Page FormPage(AskedSite site, string title, IReadOnlyList<FieldError> errors, Html main)
    {
        ErrorSummary summary = new(site.Language, errors);
        return PageOf(site, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, summary.Entitle(title), Html.Of($"{summary}\n{main}"));
    }

    public static Page PageOf(AskedSite site, int status, string title, Html main) => PublicPage.Of(site.Campaign, site.Language, site.Genuine, site.Say(site.Rules.Name, "Special site for compensation"), status, title, main);

    private static SummaryList Summary(AskedSite site, Journey journey, bool withChanges) => Summary(site, JourneyForm.QuestionsOf(site, journey), journey, withChanges);

    /// <summary>What was answered, as it was understood, with ways to change it.</summary>
    public static SummaryList Summary(AskedSite site, IEnumerable<Question> questions, Journey journey, bool withChanges) => new(site.Language, [.. questions.Select(question => new SummaryRow(
        question.Title(site), question.IsAnswered(site, journey) ? question.Answer(site, journey) : string.Join(' ', question.Inputs.Select(input => journey[input])), withChanges ? site.Language.At(question.Step) : null) { Note = question.Note(site, journey) })]);

    private static IssueWave WaveOf(AskedSite site) => AcceptApplication.WaveOf(site.Campaign);

    public static int PauseIn(AskedSite site) => (int)site.Options.PauseAtMost.TotalMinutes;

    private static string Opening(AskedSite site) => site.Language.Instant(site.Rules.OpensAt);

    private static string Closing(AskedSite site) => site.Language.LastMinuteBefore(site.Rules.EndsAt);
}

/// <summary>The page on which a code is entered.</summary>
/// <param name="SentTo">Where it went, so much of it that its owner knows it.</param>
/// <param name="Typed">What was typed.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="Again">Where another code is asked for; null where none can be.</param>
/// <param name="Change">Where the answers are changed; null where they cannot be any more.</param>
internal sealed record CodePage(string SentTo, string Typed, IReadOnlyList<FieldError> Errors, string? Again, string? Change);
