using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Compensation.Emulators.Communication.Pages;

/// <summary>What all pages share: the frame, escaping, times, links.</summary>
internal static partial class Html
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.6 system-ui,"Hiragino Sans","Noto Sans JP",sans-serif;margin:0 auto;max-width:46rem;padding:0 1rem 3rem}
        nav{display:flex;gap:1rem;padding:.75rem 0;border-bottom:1px solid #8886}
        form{display:flex;gap:.5rem;margin:1rem 0}input{flex:1;min-width:0;font:inherit;padding:.4rem}button{font:inherit;padding:.4rem .8rem}
        ul{list-style:none;padding:0}li{padding:.6rem 0;border-bottom:1px solid #8883;overflow-wrap:anywhere}
        article{background:#8881;border-radius:.8rem;padding:.7rem 1rem;margin:.8rem 0;overflow-wrap:anywhere}
        article p{white-space:pre-wrap;margin:.3rem 0}article.lost{opacity:.6}
        small{color:#666}@media(prefers-color-scheme:dark){small{color:#aaa}}
        h1{font-size:1.3rem}h2{font-size:1rem;margin:0}iframe{width:100%;height:28rem;border:1px solid #8886;background:#fff}
        table{border-collapse:collapse}td,th{padding:.25rem 1rem .25rem 0;text-align:left}
        """;

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Escape(string? text) => s_encoder.Encode(text ?? "");

    public static string Time(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd HH:mm:ss 'JST'", CultureInfo.InvariantCulture);

    /// <summary>The text with its addresses made into links; the rewrite shows in the link's target only.</summary>
    public static string WithLinks(string text, LinkRewrite? rewrite) => Address().Replace(
        Escape(text), found => $"<a href=\"{Target(found.Value, rewrite)}\">{found.Value}</a>");

    public static string Target(string address, LinkRewrite? rewrite) =>
        rewrite is not null && address.StartsWith(Escape(rewrite.From), StringComparison.OrdinalIgnoreCase)
            ? Escape(rewrite.To) + address[Escape(rewrite.From).Length..]
            : address;

    /// <summary>A whole page. Nothing on it, nor in an e-mail shown on it, is loaded from elsewhere or can run.</summary>
    public static IResult Page(HttpContext http, string title, string body)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="ja">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{Escape(title)}</title><style>{Style}</style></head>
            <body>
            <nav><a href="/">概要 Overview</a><a href="/phones">電話 Phones</a><a href="/mailboxes">メール Mailboxes</a></nav>
            <main><h1>{Escape(title)}</h1>
            {body}
            </main></body></html>
            """,
            "text/html; charset=utf-8");
    }

    [GeneratedRegex("https?://[A-Za-z0-9\\-._~:/?#\\[\\]@!$()*+,;=%]+(?:&amp;[A-Za-z0-9\\-._~:/?#\\[\\]@!$()*+,;=%]+)*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
