using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Campaigns.Pages;

/// <summary>A campaign's page for everybody: whose it is at the top, whom to ask at the end, in Japanese and English.</summary>
public static class PublicPage
{
    /// <summary>Where the page lies that tells whether a message is genuine, from the root.</summary>
    public const string GenuineFolder = "genuine";

    /// <param name="campaign">Whose page it is.</param>
    /// <param name="language">In which language.</param>
    /// <param name="genuine">The address of the page that tells whether a message is genuine, as seen from this one.</param>
    /// <param name="site">The site's name.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The browser's title, without the programme.</param>
    /// <param name="main">What stands inside <c>main</c>.</param>
    /// <param name="stays">What of the address stays when the language is changed: a query without its question mark.</param>
    public static Page Of(Campaign campaign, Language language, string genuine, string site, int status, string title, Html main, string stays = "") => new(status, $"{title}|{campaign.ProgrammeIn(language)}", main)
    {
        Language = language,
        Masthead = Html.Of($"""
            <div class="masthead"><header>
            {OtherLanguage(language, stays)}
            <p class="programme">{campaign.ProgrammeIn(language)}</p>
            <p class="site">{site}</p>
            </header></div>
            """),
        Footer = Html.Of($"""
            <footer>
            <h2>{language.Say("お問い合わせ", "Questions")}</h2>
            {CallCentre(campaign, language)}
            <p class="office">{campaign.OfficeIn(language)}</p>
            <p class="way"><a href="{genuine}">{language.Say("このご案内が本物かどうかを確認する", "Is this message genuine?")}</a></p>
            </footer>
            """),
    };

    /// <summary>The same page in the other language, at the top of it: who cannot read the page looks no further.</summary>
    public static Html OtherLanguage(Language language, string stays = "") => language == Language.Japanese
        ? Html.Of($"""<p class="languages"><a href="{Language.English.At($"?{stays}".TrimEnd('?'))}" lang="en" hreflang="en">English</a></p>""")
        : Html.Of($"""<p class="languages"><a href="?{stays}" lang="ja" hreflang="ja">日本語</a></p>""");

    /// <summary>Whom to ring, and when. In English the hours are those that the file states for machines; the name is as the notice prints it.</summary>
    public static Html CallCentre(Campaign campaign, Language language) => language == Language.Japanese
        ? Html.Of($"""
            <p>{campaign.CallCentre.Name}</p>
            {Phone(campaign)}
            <p>{campaign.CallCentre.Hours}</p>
            """)
        : Html.Of($"""
            <p>Call centre: <span lang="ja">{campaign.CallCentre.Name}</span></p>
            {Phone(campaign)}
            {campaign.CallCentre.Openings.Select(opening => Html.Of($"<p>{EnglishHours(opening)}</p>\n"))}
            """);

    private static Html Phone(Campaign campaign) => Html.Of($"""<p><a class="phone" href="tel:{campaign.CallCentre.Phone}">{campaign.CallCentre.Phone}</a></p>""");

    private static string EnglishHours(CallCentreOpening opening)
    {
        string days = opening.Days == DayKind.Weekdays ? "Weekdays" : "Weekends and public holidays";
        string from = opening.From is { } first ? $" from {Language.English.Day(first)}" : string.Empty;
        string until = opening.Until is { } last ? $" until {Language.English.Day(last)}" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{days} {opening.Opens:HH\\:mm} to {opening.Closes:HH\\:mm}{from}{until} (Japan time)");
    }

    /// <summary>The address of the page that tells whether a message is genuine, as seen from the one that was asked for, whatever stands in front of us.</summary>
    public static string GenuineFrom(HttpRequest request, Campaign campaign) =>
        Languages.Of(request).At(FromRoot(request, $"{GenuineFolder}/{campaign.Id}"));

    /// <summary>An address of ours as seen from the one that was asked for.</summary>
    public static string FromRoot(HttpRequest request, string address) =>
        string.Concat(Enumerable.Repeat("../", Math.Max(0, (request.Path.Value ?? string.Empty).Count(character => character == '/') - 1))) + address;

    public static string ProgrammeIn(this Campaign campaign, Language language) => language.Say(campaign.Programme, campaign.English?.Programme ?? campaign.Programme);

    public static string OfficeIn(this Campaign campaign, Language language) => language.Say(campaign.Office, campaign.English?.Office ?? campaign.Office);
}
