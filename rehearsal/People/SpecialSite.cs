using System.Net;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>A page of the special site, as somebody sees it.</summary>
/// <param name="At">Its address.</param>
/// <param name="Status">With which it came.</param>
/// <param name="Text">What it says.</param>
internal sealed record SitePage(Uri At, HttpStatusCode Status, string Text);

/// <summary>A campaign's special site over HTTP, like anybody's: forms are sent as they stand, and a redirect is followed.</summary>
internal sealed partial class SpecialSite : IDisposable
{
    private const int RedirectsMax = 5;

    private readonly HttpClient _http;
    private readonly CampaignId _campaign;

    public SpecialSite(Uri app, CampaignId campaign)
    {
        _campaign = campaign;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = app,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>An address of the site, below its opening page.</summary>
    public Uri At(string path) => new(_http.BaseAddress!, path.Length == 0 ? $"apply/{_campaign}" : $"apply/{_campaign}/{path}");

    public Task<SitePage> OpenAsync(Uri at) => SendAsync(HttpMethod.Get, at, null);

    /// <summary>Sends a form, and goes where that leads.</summary>
    public Task<SitePage> PostAsync(Uri at, params IEnumerable<KeyValuePair<string, string>> fields) => SendAsync(HttpMethod.Post, at, fields);

    /// <returns>The names of the first form's fields, empty where it has none; null where there is no form.</returns>
    public static IReadOnlyList<string>? FieldsOf(SitePage page)
    {
        int main = page.Text.IndexOf("<main", StringComparison.Ordinal);
        Match form = FirstForm().Match(page.Text, Math.Max(main, 0));
        return form.Success ? [.. Fields().Matches(form.Value).Select(field => field.Groups["name"].Value).Distinct(StringComparer.Ordinal)] : null;
    }

    /// <summary>The receipt number that a page shows.</summary>
    public static string? ReceiptOn(SitePage page) => Receipt().Match(page.Text) is { Success: true } receipt ? receipt.Groups["number"].Value : null;

    private async Task<SitePage> SendAsync(HttpMethod method, Uri at, IEnumerable<KeyValuePair<string, string>>? form)
    {
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = new(method, at);
            request.Content = form is null ? null : new FormUrlEncodedContent(form);
            using HttpResponseMessage answer = await _http.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.SeeOther || answer.Headers.Location is not { } location || redirects == RedirectsMax)
            {
                return new SitePage(at, answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }

            (method, at, form) = (HttpMethod.Get, new Uri(at, location), null);
        }
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstForm();

    [GeneratedRegex("<(?:input|textarea|select)[^>]* name=\"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();

    [GeneratedRegex("<dd>(?<number>[3-9A-Y]{4}-[3-9A-Y]{4})</dd>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
