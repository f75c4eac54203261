using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Compensation.Bench.Applications;

/// <summary>How one applicant fared.</summary>
internal enum Fate
{
    /// <summary>He has a receipt number.</summary>
    Served,

    /// <summary>The site had closed before he sent his form, and says so.</summary>
    Late,

    /// <summary>Neither: what must not happen.</summary>
    Lost,
}

/// <summary>One applicant's way.</summary>
internal sealed record Visit
{
    public Fate Fate { get; init; } = Fate.Lost;

    /// <summary>The receipt number, where he was served.</summary>
    public string? Receipt { get; init; }

    /// <summary>When he began to send his form, and when he had the answer, by the machine's clock; null where he never came so far.</summary>
    public (DateTimeOffset From, DateTimeOffset Until)? Sent { get; init; }

    /// <summary>The last page, where he was lost.</summary>
    public string Page { get; init; } = string.Empty;
}

/// <summary>Applicants on Yamaguchi's site, page by page as a browser goes: what a POST leads to is fetched.</summary>
internal sealed partial class Visitors(Uri site, PhoneNetwork phones) : IDisposable
{
    private const int PagesMax = 20;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>How long each POST took until the page after it was there, in milliseconds.</summary>
    public ConcurrentBag<double> Posts { get; } = [];

    /// <summary>Spread over blocks of a hundred numbers as real ones are.</summary>
    public static string PhoneOf(int index) => string.Create(CultureInfo.InvariantCulture, $"090{10_000_000 + (index * 37L % 79_999_987):d8}");

    public static string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"YM-{index:d8}");

    public void Dispose() => _http.Dispose();

    public async Task<Visit> ApplyAsync(int index, CancellationToken cancellationToken)
    {
        Visit visit = new();
        (Uri at, string page) = await PostAsync(new Uri(site, $"apply/{SiteCommand.CampaignName}"), [], cancellationToken);
        for (int pages = 0; pages < PagesMax; pages++)
        {
            if (Receipt().Match(page) is { Success: true } receipt)
            {
                return visit with { Fate = Fate.Served, Receipt = receipt.Groups["number"].Value };
            }

            if (page.Contains("<h1>受付は終了しました</h1>", StringComparison.Ordinal))
            {
                return visit with { Fate = Fate.Late };
            }

            bool sends = at.Segments[^1] == "check";
            DateTimeOffset from = TimeProvider.System.GetUtcNow();
            (at, page) = await PostAsync(at, AnswersTo(at.Segments[^1], index), cancellationToken);
            visit = sends ? visit with { Sent = (from, TimeProvider.System.GetUtcNow()) } : visit;
        }

        return visit with { Page = page };
    }

    /// <summary>A POST and a page of a site that does not exist: what host and worker cost before the app has done anything.</summary>
    public async Task<int> AskNothingAsync(CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        Uri nowhere = new(site, "apply/nowhere");
        using FormUrlEncodedContent form = new([KeyValuePair.Create("family", "ヤマダ"), KeyValuePair.Create("given", "タロウ")]);
        using HttpResponseMessage posted = await _http.PostAsync(nowhere, form, cancellationToken);
        using HttpResponseMessage page = await _http.GetAsync(nowhere, cancellationToken);
        await page.Content.ReadAsStringAsync(cancellationToken);
        Posts.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        return (int)page.StatusCode;
    }

    private KeyValuePair<string, string>[] AnswersTo(string step, int index) => step switch
    {
        "name" => [KeyValuePair.Create("family", "ヤマダ"), KeyValuePair.Create("given", "タロウ")],
        "contact" => [KeyValuePair.Create("phone", "083-933-3110")],
        "prefecture" => [KeyValuePair.Create("prefecture", "35")],
        "travelDate" => [KeyValuePair.Create("travel-date", "令和5年2月23日")],
        "number-1" => [KeyValuePair.Create("number-1", NumberOf(index))],
        "deliveryAddress" => [KeyValuePair.Create("delivery", PhoneOf(index))],
        "code" => [KeyValuePair.Create("code", phones.CodeOn($"+81{PhoneOf(index)[1..]}"))],
        _ => [],
    };

    /// <summary>Sends a form, and fetches where it leads.</summary>
    public async Task<(Uri At, string Page)> PostAsync(Uri at, KeyValuePair<string, string>[] fields, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        using FormUrlEncodedContent form = new(fields);
        HttpResponseMessage answer = await _http.PostAsync(at, form, cancellationToken);
        for (int redirects = 0; answer.StatusCode == HttpStatusCode.SeeOther && redirects < PagesMax; redirects++)
        {
            at = new Uri(at, answer.Headers.Location!);
            answer.Dispose();
            answer = await _http.GetAsync(at, cancellationToken);
        }

        string page = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.Dispose();
        Posts.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        return (at, page);
    }

    [GeneratedRegex("<dd>(?<number>[3-9A-Y]{4}-[3-9A-Y]{4})</dd>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
