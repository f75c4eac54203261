using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Compensation.Notices.Text;

/// <summary>
/// The HTML of an e-mail, made from its plain text so that both say the same: paragraphs at empty lines, headings at ■,
/// a button where the link stands on a line of its own. Styles are inline because mail programs drop style sheets.
/// </summary>
internal static class EmailPage
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string From(string subject, string text, string link)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append("<title>").Append(Encode(subject)).Append("</title>\n</head>\n");
        page.Append("<body style=\"margin:0;padding:16px;background:#fff;color:#222;font-family:sans-serif;font-size:16px;line-height:1.7\">\n");
        page.Append("<div style=\"max-width:600px;margin:0 auto\">\n");
        foreach (string paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            page.Append(Paragraph(paragraph, link));
        }

        return page.Append("</div>\n</body>\n</html>\n").ToString();
    }

    private static string Paragraph(string paragraph, string link) =>
        $"<p style=\"margin:0 0 1.2em\">{string.Join("<br>\n", paragraph.Split('\n').Select(line => Line(line, link)))}</p>\n";

    private static string Line(string line, string link) =>
        string.Equals(line, link, StringComparison.Ordinal) ? Button(Encode(link))
        : line.StartsWith('■') ? $"<strong>{Encode(line)}</strong>"
        : Encode(line).Replace(Encode(link), Anchor(Encode(link)), StringComparison.Ordinal);

    // The address stays readable: people are told to look where a link leads.
    private static string Button(string link) =>
        $"<a href=\"{link}\" style=\"display:inline-block;margin:8px 0;padding:12px 24px;border-radius:6px;background:#0b5cad;color:#fff;text-decoration:none;font-weight:bold\">受取サイトを開く</a><br>\n{Anchor(link)}";

    private static string Anchor(string link) => $"<a href=\"{link}\" style=\"color:#0b5cad;word-break:break-all\">{link}</a>";

    private static string Encode(string text) => s_encoder.Encode(text);
}
