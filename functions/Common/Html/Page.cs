using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Compensation.Common.Pages;

/// <summary>One page as it leaves the building: private to its reader, self-contained, and complete without scripts.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The browser's title. Nothing personal: it stays in histories.</param>
/// <param name="Main">What stands inside <c>main</c>.</param>
public sealed record Page(int Status, string Title, Html Main) : IResult, IStatusCodeHttpResult
{
    public Language Language { get; init; }

    /// <summary>What stands above.</summary>
    public Html Masthead { get; init; }

    /// <summary>What stands below.</summary>
    public Html Footer { get; init; }

    /// <summary>Whether it takes the whole screen, as tables need; else it is as wide as text is read easily.</summary>
    public bool Wide { get; init; }

    /// <summary>What makes it more convenient where scripts run, with line feeds only. The policy names it by its hash, so that nothing else runs.</summary>
    public Html Script { get; init; }

    /// <summary>Whether its script fetches from this site.</summary>
    public bool Fetches { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Most of a page, and the same in all: encoded once.</summary>
    private static readonly byte[] Style = Encoding.UTF8.GetBytes(PageStyle.Css);

    private static readonly string Policy = $"default-src 'none'; style-src {HashOf(Style)}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        Protect(response.Headers);
        if (Script.ToString() is { Length: > 0 } script)
        {
            response.Headers.ContentSecurityPolicy = $"{Policy}; script-src {HashOf(Encoding.UTF8.GetBytes(script))}{(Fetches ? "; connect-src 'self'" : string.Empty)}";
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            (string before, string after) = Render();
            Encoding.UTF8.GetBytes(before, response.BodyWriter);
            response.BodyWriter.Write(Style);
            Encoding.UTF8.GetBytes(after, response.BodyWriter);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }

    /// <summary>An address may be the key to somebody's money: nothing may keep it, pass it on, find it or frame it.</summary>
    internal static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers["Permissions-Policy"] = new StringValues("camera=(), geolocation=(), microphone=()");
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static string HashOf(byte[] part) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(part))}'";

    /// <summary>What stands before the stylesheet, and what after it.</summary>
    private (string Before, string After) Render() => (Head().ToString(), Language == Language.English ? JapaneseWords.Marked(Body().ToString()) : Body().ToString());

    private Html Head() => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{Language.Code()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="format-detection" content="telephone=no">
        <title>{Title}</title>
        <style>
        """);

    private Html Body() => Html.Of($"""
        </style>
        </head>
        <body{(Wide ? Html.Of($" class=\"wide\"") : Html.Empty)}>
        {Masthead}
        <main>
        {Main}
        </main>
        {Footer}
        {(Script.ToString().Length == 0 ? Html.Empty : Html.Of($"<script>{Script}</script>"))}
        </body>
        </html>

        """);
}
