using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Compensation.Tests.Common.Pages;

namespace Compensation.Tests.Access;

/// <summary>Somebody with a browser: keeps cookies, sends forms as they stand on their page, follows nothing by himself.</summary>
/// <param name="home">Where the app is.</param>
/// <param name="through">Sees what is sent and answered; null for nobody.</param>
internal sealed class Visitor(Uri home, HttpMessageHandler? through = null) : IDisposable
{
    private readonly HttpClient _http = new(through ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: through is null) { BaseAddress = home, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Name and value, whatever else the server says of them.</summary>
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>The last answer's <c>Set-Cookie</c> headers.</summary>
    public IReadOnlyList<string> Set { get; private set; } = [];

    /// <summary>Another window of the same browser.</summary>
    public Visitor Copy()
    {
        Visitor copy = new(home);
        foreach ((string name, string value) in Cookies)
        {
            copy.Cookies[name] = value;
        }

        return copy;
    }

    public Task<HttpResponseMessage> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    public async Task<IDocument> LookAsync(string address)
    {
        using HttpResponseMessage answer = await GetAsync(address);
        return await ParseAsync(answer);
    }

    /// <summary>Opens a page and sends its form, filled in.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string address, params (string Name, string Value)[] typed) => await SubmitAsync(await LookAsync(address), address, typed);

    public Task<HttpResponseMessage> SubmitAsync(IDocument page, string address, params (string Name, string Value)[] typed)
    {
        IElement form = page.QuerySelector("form") ?? throw new InvalidOperationException($"There is no form: {page.Body!.TextContent}");
        Dictionary<string, string> fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!, StringComparer.Ordinal);
        foreach ((string name, string value) in typed)
        {
            fields[name] = value;
        }

        return SendAsync(new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action") ?? address) { Content = new FormUrlEncodedContent(fields) });
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        HttpResponseMessage answer = await _http.SendAsync(request);
        Set = answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? [.. set] : [];
        foreach (string cookie in Set)
        {
            string[] pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }

        return answer;
    }

    public static async Task<IDocument> ParseAsync(HttpResponseMessage answer)
    {
        IDocument page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Empty(UnsaidJapanese.On(page));
        return page;
    }

    public void Dispose() => _http.Dispose();
}
