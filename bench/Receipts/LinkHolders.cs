using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Compensation.Bench.Receipts;

/// <summary>How somebody with a link fared.</summary>
internal sealed record Collected
{
    /// <summary>The code on the last page; null where there was none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the last page said that the deadline had passed.</summary>
    public bool IsLate { get; init; }

    /// <summary>When the confirmation began to be sent, and when its answer was there, by the machine's clock; null where it never came so far.</summary>
    public (DateTimeOffset From, DateTimeOffset Until)? Confirmed { get; init; }

    /// <summary>The last page, where it was neither a code nor the deadline.</summary>
    public string? Lost { get; init; }
}

/// <summary>People who open their links as a browser does: the page, the page that names the product once more, the confirmation, and the page with the code that it leads to.</summary>
internal sealed partial class LinkHolders(Uri site) : IDisposable
{
    private const string Product = "amazon";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>How long each page took, in milliseconds.</summary>
    public ConcurrentBag<double> Pages { get; } = [];

    /// <summary>How long each confirmation took until the page after it was there, in milliseconds.</summary>
    public ConcurrentBag<double> Claims { get; } = [];

    public void Dispose() => _http.Dispose();

    /// <summary>Looks at a page; what stands on it.</summary>
    public async Task<string> LookAsync(string path, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(site, path), cancellationToken);
        string page = await answer.Content.ReadAsStringAsync(cancellationToken);
        Pages.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        return page;
    }

    /// <summary>Confirms what has been chosen, and fetches where that leads.</summary>
    public async Task<string> ConfirmAsync(string path, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        Uri at = new(site, path);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("product", Product)]);
        using HttpResponseMessage answer = await _http.PostAsync(at, form, cancellationToken);
        string page;
        if (answer.StatusCode == HttpStatusCode.SeeOther)
        {
            using HttpResponseMessage after = await _http.GetAsync(new Uri(at, answer.Headers.Location!), cancellationToken);
            page = await after.Content.ReadAsStringAsync(cancellationToken);
        }
        else
        {
            page = await answer.Content.ReadAsStringAsync(cancellationToken);
        }

        Claims.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        return page;
    }

    /// <summary>The whole way from the link to the code.</summary>
    public async Task<Collected> CollectAsync(string path, CancellationToken cancellationToken)
    {
        string page = await LookAsync(path, cancellationToken);
        if (!IsLate(page))
        {
            page = await LookAsync($"{path}?product={Product}", cancellationToken);
        }

        if (IsLate(page))
        {
            return new Collected { IsLate = true };
        }

        DateTimeOffset from = TimeProvider.System.GetUtcNow();
        page = await ConfirmAsync(path, cancellationToken);
        Collected done = new() { Confirmed = (from, TimeProvider.System.GetUtcNow()) };
        return Code().Match(page) is { Success: true } code ? done with { Code = code.Groups["code"].Value }
            : IsLate(page) ? done with { IsLate = true }
            : done with { Lost = page };
    }

    private static bool IsLate(string page) => page.Contains("<h1>受取期限が過ぎました</h1>", StringComparison.Ordinal);

    /// <summary>What the bench imports as codes.</summary>
    public static string CodeOf(int index) => string.Create(CultureInfo.InvariantCulture, $"BENCH{index:d8}");

    [GeneratedRegex("data-copy=\"(?<code>BENCH[0-9]{8})\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
