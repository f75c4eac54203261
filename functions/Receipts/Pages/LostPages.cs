using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts.Pages;

/// <summary>What people read whom no link leads on: a damaged link that does not even tell whose campaign it is, an address that does not exist, and the root.</summary>
internal static class LostPages
{
    public static Page Start(HttpRequest request, IReadOnlyList<Campaign> campaigns)
    {
        Language language = Languages.Of(request);
        string title = language.Say("ポイントの受け取り", "Collecting your points");
        return PageOf(request, StatusCodes.Status200OK, title, campaigns, Html.Of($"""
            <h1>{title}</h1>
            <p>{language.Say("お受け取りには、SMSまたはメールでお届けしたリンクが必要です。リンクをもう一度開いてください。", "You collect your points through the link that we sent you by SMS or e-mail. Please open it again.")}</p>
            """));
    }

    public static Page Unknown(HttpRequest request, IReadOnlyList<Campaign> campaigns) =>
        PageOf(request, StatusCodes.Status404NotFound, NotFound(Languages.Of(request)), campaigns, CutLink(Languages.Of(request)));

    public static string NotFound(Language language) => language.Say("ページが見つかりません", "Page not found");

    /// <summary>The same for a link that is nobody's and for one that is cut: they are not told apart.</summary>
    public static Html CutLink(Language language) => Html.Of($"""
        <h1>{NotFound(language)}</h1>
        <p>{language.Say("リンクが途中で切れているか、まちがっている可能性があります。お届けしたSMSまたはメールのリンクを、もう一度開いてください。", "The link may be cut short or mistyped. Please open the link in our message again.")}</p>
        <p>{language.Say("それでも開けない場合は、お問い合わせください。", "If that does not help, please contact us.")}</p>
        """);

    private static Page PageOf(HttpRequest request, int status, string title, IReadOnlyList<Campaign> campaigns, Html main)
    {
        Language language = Languages.Of(request);
        return new Page(status, title, main)
        {
            Language = language,
            Masthead = Html.Of($"""
                <div class="masthead"><header>
                {PublicPage.OtherLanguage(language)}
                <p class="programme">{(campaigns is [var only] ? only.ProgrammeIn(language) : language.Say("補償のご案内", "Compensation"))}</p>
                </header></div>
                """),
            Footer = Html.Of($"""
                <footer>
                <h2>{language.Say("お問い合わせ", "Questions")}</h2>
                {campaigns.Select(campaign => Html.Of($"""
                <section>
                <h3>{campaign.ProgrammeIn(language)}</h3>
                {PublicPage.CallCentre(campaign, language)}
                <p class="way"><a href="{PublicPage.GenuineFrom(request, campaign)}">{language.Say("ご案内が本物かどうかを確認する", "Is a message genuine?")}</a></p>
                </section>

                """))}
                </footer>
                """),
        };
    }
}
