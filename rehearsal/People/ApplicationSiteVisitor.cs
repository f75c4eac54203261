using System.Net;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>How a visit to the special site ended.</summary>
/// <param name="Receipt">The receipt number, or null where none was given.</param>
/// <param name="Status">The last page's status.</param>
/// <param name="Page">The last page.</param>
internal sealed record ApplicationVisit(string? Receipt, HttpStatusCode Status, string Page);

/// <summary>
/// One person on the special site, over HTTP like anybody: opens it, answers what is asked page by page, sends the form, reads the code on his phone and types it.
/// </summary>
internal sealed partial class ApplicationSiteVisitor : IDisposable
{
    /// <summary>Longer than any form: a site that leads in circles is left.</summary>
    private const int PagesMax = 40;

    private readonly HttpClient _http;
    private readonly CampaignId _campaign;
    private readonly Func<string, string?> _codeFor;

    /// <param name="site">Where the application listens.</param>
    /// <param name="campaign">Whose site.</param>
    /// <param name="codeFor">The code that the owner of an address reads on his phone or in his mailbox; null where none has arrived.</param>
    public ApplicationSiteVisitor(Uri site, CampaignId campaign, Func<string, string?> codeFor)
    {
        (_campaign, _codeFor) = (campaign, codeFor);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public void Dispose() => _http.Dispose();

    /// <param name="answers">What is typed into each field of the form, by the field's name; a field that is not named stays empty.</param>
    /// <param name="address">Where the code goes: as the provider is asked to send it.</param>
    public async Task<ApplicationVisit> ApplyAsync(IReadOnlyDictionary<string, string> answers, string address)
    {
        Uri at = new(_http.BaseAddress!, $"apply/{_campaign}");
        (HttpStatusCode status, string page, Uri? next) = await SendAsync(HttpMethod.Post, at, []);
        for (int pages = 0; pages < PagesMax; pages++)
        {
            if (next is not null)
            {
                at = next;
                (status, page, next) = await SendAsync(HttpMethod.Get, at, null);
            }
            else if (status != HttpStatusCode.OK || ReceiptIn(page) is not null || FormIn(page) is not { } fields)
            {
                break;
            }
            else if (fields.Contains("code", StringComparer.Ordinal))
            {
                (status, page, next) = await SendAsync(HttpMethod.Post, at, [KeyValuePair.Create("code", _codeFor(address) ?? string.Empty)]);
            }
            else
            {
                // Another coupon's place is reached from the summary, by its own address.
                (status, page, next) = NextCoupon(at, fields, answers, page) is { } more
                    ? (status, page, more)
                    : await SendAsync(HttpMethod.Post, at, [.. fields.Select(field => KeyValuePair.Create(field, answers.GetValueOrDefault(field, string.Empty)))]);
            }
        }

        return new ApplicationVisit(ReceiptIn(page), status, page);
    }

    private static Uri? NextCoupon(Uri at, IReadOnlyList<string> fields, IReadOnlyDictionary<string, string> answers, string page)
    {
        Match more = MoreCoupons().Match(page);
        return fields.Count == 0 && more.Success && answers.ContainsKey(more.Groups["step"].Value) ? new Uri(at, more.Groups["step"].Value) : null;
    }

    private async Task<(HttpStatusCode Status, string Page, Uri? Next)> SendAsync(HttpMethod method, Uri at, IReadOnlyList<KeyValuePair<string, string>>? form)
    {
        using HttpRequestMessage request = new(method, at);
        request.Content = form is null ? null : new FormUrlEncodedContent(form);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Uri? next = answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location is { } location ? new Uri(at, location) : null;
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), next);
    }

    /// <returns>The names of the first form's fields, empty where it has none; null where there is no form.</returns>
    private static List<string>? FormIn(string page)
    {
        Match form = FirstForm().Match(page);
        return form.Success ? [.. Fields().Matches(form.Value).Select(field => field.Groups["name"].Value).Distinct(StringComparer.Ordinal)] : null;
    }

    private static string? ReceiptIn(string page) => Receipt().Match(page) is { Success: true } receipt ? receipt.Groups["number"].Value : null;

    [GeneratedRegex("<form.*?</form>", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstForm();

    [GeneratedRegex("<(?:input|textarea)[^>]* name=\"(?<name>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();

    [GeneratedRegex("href=\"(?<step>number-[0-9])\">[^<]*(?:ほかのクーポン|another coupon)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MoreCoupons();

    [GeneratedRegex("<dd>(?<number>[3-9A-Y]{4}-[3-9A-Y]{4})</dd>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
