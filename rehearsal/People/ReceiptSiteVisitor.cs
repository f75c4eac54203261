using System.Net;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Rehearsal.Purchasing;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.People;

/// <summary>
/// One person's visit, over HTTP like anybody's: open the link, read what is offered, choose, look at what would be collected, confirm, read the code.
/// A page that fails is loaded again a few times, as people do.
/// </summary>
internal sealed partial class ReceiptSiteVisitor : IDisposable
{
    private const int TriesMax = 3;

    private readonly HttpClient _http;
    private readonly Action<string, string>? _collected;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, ulong> _shownTo = [];
    private int _codesSeen;
    private int _turnedAway;
    private int _codesSeenTwice;

    /// <param name="site">Where the application listens.</param>
    /// <param name="collected">Hears of each token for which a code was shown, and of the code; may be null.</param>
    public ReceiptSiteVisitor(Uri site, Action<string, string>? collected = null)
    {
        _collected = collected;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    /// <summary>Visits that ended with a code.</summary>
    public int Collected => Volatile.Read(ref _codesSeen);

    /// <summary>Visits that ended without one, though the person had a link and came in time.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>Codes that had been shown to somebody else before, in this run. Who looks twice is one person, by whatever link.</summary>
    public int CodesSeenTwice => Volatile.Read(ref _codesSeenTwice);

    /// <summary>What the first page that turned someone away said, without the link.</summary>
    public string? FirstRefusal { get; private set; }

    public async Task VisitAsync(string token, Product product)
    {
        for (int attempt = 1; ; attempt++)
        {
            (HttpStatusCode status, string page) = await TryCollectAsync(token, product);
            if (CodeOrder.CodeIn(page) is { } code)
            {
                Note(code, token);
                await VisitOthersAsync(page, product);
                return;
            }

            if (attempt == TriesMax)
            {
                FirstRefusal ??= $"{(int)status} {page[..Math.Min(page.Length, 2_000)]}";
                Interlocked.Increment(ref _turnedAway);
                return;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Who finds more of their own on the page collects that too.</summary>
    private async Task VisitOthersAsync(string page, Product product)
    {
        foreach (Match other in OtherReceipt().Matches(page))
        {
            await VisitAsync(other.Groups["token"].Value, product);
        }
    }

    /// <returns>The last page seen.</returns>
    private async Task<(HttpStatusCode Status, string Page)> TryCollectAsync(string token, Product product)
    {
        Uri link = new($"r/{token}", UriKind.Relative);
        using HttpResponseMessage opened = await _http.GetAsync(link);
        string offer = await opened.Content.ReadAsStringAsync();
        if (!opened.IsSuccessStatusCode || !offer.Contains($"value=\"{product.Id}\"", StringComparison.Ordinal))
        {
            return (opened.StatusCode, offer);
        }

        using HttpResponseMessage looked = await _http.GetAsync(new Uri($"r/{token}?chosen=1&product={product.Id}", UriKind.Relative));
        string confirmation = await looked.Content.ReadAsStringAsync();
        if (!looked.IsSuccessStatusCode || !Confirms(confirmation, product))
        {
            return (looked.StatusCode, confirmation);
        }

        using FormUrlEncodedContent form = new([new("product", product.Id)]);
        using HttpResponseMessage answered = await _http.PostAsync(link, form);
        return (answered.StatusCode, await answered.Content.ReadAsStringAsync());
    }

    /// <summary>Nobody confirms what names another product, or no amount.</summary>
    private static bool Confirms(string page, Product product) =>
        page.Contains("method=\"post\"", StringComparison.Ordinal) && page.Contains($"name=\"product\" value=\"{product.Id}\"", StringComparison.Ordinal)
        && WebUtility.HtmlDecode(page).Contains($"<dd class=\"product\">{product.Name}</dd>", StringComparison.Ordinal) && page.Contains("<dd class=\"amount\">", StringComparison.Ordinal);

    private void Note(string code, string token)
    {
        _collected?.Invoke(token, code);
        Interlocked.Increment(ref _codesSeen);
        lock (_gate)
        {
            ulong owner = CollectedRights.RightIn(token);
            _codesSeenTwice += _shownTo.TryAdd(Chance.Hash(code), owner) || _shownTo[Chance.Hash(code)] == owner ? 0 : 1;
        }
    }

    [GeneratedRegex("<li><a href=\"(?<token>[A-Za-z0-9_-]{20})\">", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherReceipt();
}
