using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts.Pages;

/// <summary>By what people tell a campaign's messages from a swindler's: who writes, when, what a link looks like, and what is never asked.</summary>
internal static class GenuinePage
{
    public static Page Of(AskedReceipt asked, ReceiptSiteOptions site)
    {
        (Campaign campaign, Language language) = (asked.Campaign, asked.Language);
        string title = asked.Say("このご案内は本物ですか", "Is this message genuine?");
        return asked.PageOf(StatusCodes.Status200OK, title, Html.Of($"""
            <h1>{title}</h1>
            <p>{asked.Say($"{campaign.Office}が、{campaign.Programme}の補償のために、次のとおりSMSとメールをお送りしています。", $"{campaign.OfficeIn(language)} writes to people whom a compensation is owed, as follows.")}</p>
            <h2>{asked.Say("送信元", "Who sends them")}</h2>
            <dl class="facts">
            <div><dt>SMS</dt><dd>{campaign.Senders.SmsDisplay}</dd></div>
            <div><dt>{asked.Say("メール", "E-mail")}</dt><dd>{campaign.Senders.Email}</dd></div>
            </dl>
            {(campaign.Senders.DisplayAdvice is { } advice ? Html.Of($"<p>{asked.Say(advice, "Some carriers display the number differently.")}</p>") : Html.Empty)}
            <h2>{asked.Say("リンク", "The link")}</h2>
            <p>{asked.Say("お受け取りのリンクは、必ず次のアドレスで始まります。", "The link in our messages always begins with:")}</p>
            <p class="address" translate="no">{site.LinkTo(string.Empty)}</p>
            <h2>{asked.Say("お送りする時期", "When we send messages")}</h2>
            <ul>
            {campaign.Waves.Select(wave => Html.Of($"<li>{Period(wave, language)}{WhoIn(wave, language)}</li>\n"))}{campaign.Reminders.Select(reminder => Html.Of($"<li>{language.Day(reminder.DateInJapan())}{asked.Say("：まだお受け取りでない方へのお知らせ", ": a reminder to those who have not collected yet")}</li>\n"))}</ul>
            <p>{asked.Say($"お受け取りは{language.LastMinuteBefore(campaign.ReceiptEndsAt)}までです。", $"Points can be collected until {language.LastMinuteBefore(campaign.ReceiptEndsAt)}.")}</p>
            <p>{asked.Say("このほか、次のメッセージをお送りすることがあります。", "We may also send messages in these cases:")}</p>
            <ul>
            {Others(campaign, language).Select(other => Html.Of($"<li>{other}</li>\n"))}</ul>
            <h2>{asked.Say("お願いしないこと", "What we never ask")}</h2>
            <ul>
            <li>{asked.Say("メールやSMSに記載のURLから、口座番号・クレジットカード番号・暗証番号・パスワードの入力をお願いすることはありません。", "No link in our messages asks for an account number, a card number, a PIN or a password.")}</li>
            {SecondFactorOf(asked)}<li>{asked.Say("手数料や料金をいただくことはありません。", "We never ask for a fee or a payment.")}</li>
            <li>{asked.Say("ATMの操作をお願いすることはありません。", "We never ask you to use a cash machine.")}</li>
            <li>{asked.Say("こちらからお電話して、コードや確認番号をお尋ねすることはありません。", "We never call you to ask for a code.")}</li>
            </ul>
            {OfficesOwnPage(asked)}
            <h2>{asked.Say("迷われたときは", "If you are in doubt")}</h2>
            <p>{asked.Say("リンクを開かずに、下記の電話番号までお問い合わせください。番号は事務局の公式ページでもご確認いただけます。", "Do not open the link. Call the number below instead; the office's own page shows the same number.")}</p>
            """));
    }

    /// <summary>What the page behind the link does ask, so that nobody takes it for a swindle.</summary>
    private static Html SecondFactorOf(AskedReceipt asked) => asked.Campaign.SecondFactor switch
    {
        SecondFactor.LastDigits => Html.Of($"""
            <li>{asked.Say("受け取りの画面では、ご本人の確認のため、ご登録の電話番号の下4桁（電話番号のご登録がない方は、メールでお送りする確認番号）だけをお尋ねします。", "The page that the link opens asks only for the last four digits of your telephone number, or for a code that we send by e-mail.")}</li>

            """),
        SecondFactor.Code => Html.Of($"""
            <li>{asked.Say("受け取りの画面では、ご本人の確認のため、ご登録の連絡先へお送りする確認番号だけをお尋ねします。", "The page that the link opens asks only for a code that we send to your phone or e-mail address.")}</li>

            """),
        _ => Html.Empty,
    };

    /// <summary>What is sent besides waves and reminders.</summary>
    private static IEnumerable<string> Others(Campaign campaign, Language language)
    {
        yield return language.Say("届かなかった方へ、別のご連絡先に同じご案内", "the same once more on another of your addresses, where a message did not reach you");
        yield return language.Say("コールセンターにお申し出いただいた方へ、リンクの再送", "the link again, where you have asked the call centre for it");
        yield return language.Say("コードの準備をお待ちの方へ、準備ができたお知らせ", "word that your code is there, where you wait for it");
        if (campaign.ApplicationSite is { } site)
        {
            yield return language.Say(
                $"{site.Name}で申請された方へ、確認番号、受付のお知らせ、確認の結果やおたずね（これらにリンクはありません）、補償が認められた方へ受け取りのリンク",
                "a code, a receipt, the result or a question about an application that you have made on the special site, without any link; and the link for collecting, once it is accepted");
        }

        if (campaign.DoubleCharges is not null)
        {
            yield return language.Say(
                "お会計の重複のお申し出があった店舗へ、お会計の記録のご確認のお願い（お答えいただくページのリンク）",
                "to a shop, where a customer reports a double charge there: a request to check its records, with a link for the answer");
        }

        if (campaign.BankTransfer is not null)
        {
            yield return language.Say("銀行振込を申し込まれた方へ、お振り込みができなかったお知らせ（リンクはありません）", "word that a transfer that you have asked for came back, without any link");
        }
    }

    /// <summary>As the notice prints it, which it does in Japanese.</summary>
    private static string WhoIn(IssueWave wave, Language language) => language == Language.Japanese
        ? (wave.Who.Length > 0 ? $"：{wave.Who}" : string.Empty)
        : wave.Route == EntitlementRoute.Application ? ": the link, to those who have applied on the special site" : ": the link, to those who use the app";

    private static string Period(IssueWave wave, Language language) => language.Say(
        $"{language.Day(wave.StartsAt.DateInJapan())}から{language.Day(wave.EndsAt.AddTicks(-1).DateInJapan())}まで",
        $"from {language.Day(wave.StartsAt.DateInJapan())} to {language.Day(wave.EndsAt.AddTicks(-1).DateInJapan())}");

    /// <summary>Where the notice names no address, the words by which it says where the office's page is found.</summary>
    private static Html OfficesOwnPage(AskedReceipt asked) => asked.Campaign.ApplicationSite is not { } site || (site.Url is null && site.Where.Length == 0) ? Html.Empty : Html.Of($"""
        <h2>{asked.Say("事務局のページ", "The office's own page")}</h2>
        {(site.Url is { } url
            ? Html.Of($"<p><a class=\"issuer\" href=\"{url.AbsoluteUri}\" rel=\"noreferrer\">{url.Host}</a></p>")
            : Html.Of($"<p>{asked.Say($"{site.Where}でご確認ください。", $"You find it from {asked.Campaign.English?.Where ?? "the page on which the failure was announced"}.")}</p>"))}
        """);
}
