using System.Net;
using System.Text.RegularExpressions;

namespace Compensation.Tests.Applications.IntoAccounts;

/// <summary>Somebody without scripts on the special site: posts forms, and follows where he is sent.</summary>
internal sealed partial class SiteReader : IDisposable
{
    private const int RedirectsMost = 10;

    private readonly HttpClient _http;

    public SiteReader(Uri site)
    {
        At = site;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = site, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>The address of the page that is looked at.</summary>
    public Uri At { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public string Page { get; private set; } = string.Empty;

    /// <summary>The last part of the page's address.</summary>
    public string Step => At.Segments[^1];

    /// <summary>What is read, without markup.</summary>
    public string Text => WebUtility.HtmlDecode(Tag().Replace(Body().Match(Page).Value, " "));

    public Task OpenAsync(string address) => GoAsync(HttpMethod.Get, new Uri(At, address), null);

    /// <summary>Posts to the page's own address, and looks at what follows.</summary>
    public Task PostAsync(params (string Field, string Value)[] fields) => GoAsync(HttpMethod.Post, At, fields);

    /// <summary>Answers question after question, each with what its fields are given here, until a page without a question.</summary>
    public async Task FillAsync(IReadOnlyDictionary<string, string> answers)
    {
        string last = string.Empty;
        while (Fields() is { Count: > 0 } fields && At.AbsolutePath != last)
        {
            last = At.AbsolutePath;
            await PostAsync([.. fields.Select(field => (field, answers.GetValueOrDefault(field, string.Empty)))]);
        }
    }

    public List<string> Fields() => [.. Field().Matches(Form().Match(Body().Match(Page).Value).Value).Select(field => field.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    public void Dispose() => _http.Dispose();

    private async Task GoAsync(HttpMethod method, Uri address, (string Field, string Value)[]? fields)
    {
        for (int redirects = 0; redirects < RedirectsMost; redirects++)
        {
            using HttpRequestMessage request = new(method, address)
            {
                Content = fields is null ? null : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value))),
            };
            using HttpResponseMessage answer = await _http.SendAsync(request);
            (At, Status, Page) = (address, answer.StatusCode, await answer.Content.ReadAsStringAsync());
            if (answer.StatusCode != HttpStatusCode.SeeOther)
            {
                return;
            }

            (method, fields, address) = (HttpMethod.Get, null, new Uri(address, answer.Headers.Location!));
        }

        throw new InvalidOperationException($"The site leads in circles at {address}.");
    }

    [GeneratedRegex("<main.*?</main>", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Body();

    [GeneratedRegex("<form.*?</form>", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<(?:input|textarea)[^>]* name=\"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex("<[^>]+>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
