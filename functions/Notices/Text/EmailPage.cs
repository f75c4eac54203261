using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Notices.Text;

/// <summary>
/// The HTML of an e-mail, made from its plain text so that both say the same: paragraphs at empty lines, headings at ■,
/// a button where the link, if there is one, stands on a line of its own, and something to follow where it stands among words. Styles are inline because mail programs drop style sheets.
/// </summary>
internal static class EmailPage
{
    /// <param name="subject">The page's title.</param>
    /// <param name="text">The plain text.</param>
    /// <param name="link">Which line of it becomes a button; null for none.</param>
    /// <param name="button">What the button says.</param>
    /// <param name="language">Of the text.</param>
    /// <param name="english">What follows in English, such as <see cref="EnglishParagraph"/>; null for nothing.</param>
    public static Html From(string subject, string text, string? link = null, string button = "受取サイトを開く", Language language = Language.Japanese, string? english = null) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{language.Code()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{subject}</title>
        </head>
        <body style="margin:0;padding:16px;background:#fff;color:#222;font-family:sans-serif;font-size:16px;line-height:1.7">
        <div style="max-width:600px;margin:0 auto">
        {text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => Paragraph(paragraph, link, button))}{(english is null ? Html.Empty : Html.Of($"<div lang=\"en\">\n{Paragraph(english, link, button)}</div>\n"))}</div>
        </body>
        </html>

        """);

    private static Html Paragraph(string paragraph, string? link, string button) => Html.Of($"""
        <p style="margin:0 0 1.2em">{paragraph.Split('\n').Select((line, number) => Html.Of($"{(number == 0 ? Html.Empty : Html.Of($"<br>\n"))}{Line(line, link, button)}"))}</p>

        """);

    private static Html Line(string line, string? link, string button) =>
        link is not null && string.Equals(line, link, StringComparison.Ordinal) ? Button(link, button)
        : line.StartsWith('■') ? Html.Of($"<strong>{Words(line, link)}</strong>")
        : Words(line, link);

    /// <summary>Where the link stands among words, it can be followed there.</summary>
    private static Html Words(string line, string? link) => link is null
        ? Html.Of($"{line}")
        : Html.Concat(line.Split(link).Select((words, place) => place == 0 ? Html.Of($"{words}") : Html.Of($"{Address(link)}{words}")));

    private static Html Address(string link) => Html.Of($"""<a href="{link}" style="color:#0b5cad;word-break:break-all">{link}</a>""");

    // The address stays readable: people are told to look where a link leads.
    private static Html Button(string link, string button) => Html.Of($"""
        <a href="{link}" style="display:inline-block;margin:8px 0;padding:12px 24px;border-radius:6px;background:#0b5cad;color:#fff;text-decoration:none;font-weight:bold">{button}</a><br>
        {Address(link)}
        """);
}
