using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Compensation.Bench.Applications;

namespace Compensation.Bench.Receipts;

/// <summary>
/// The receipt site: pages and claims at ever more phones at a time, beside a bare page that reads and writes one row; then the last hour before the deadline, in which everybody
/// who confirms in time must have a code, nobody who does not, and no code may be shown twice.
/// </summary>
internal static class ReceiptsBench
{
    private static readonly int[] s_phones = [50, 200, 1_000];

    public static Command Command()
    {
        Option<int> people = new("--people") { Description = "How many people open their links and collect at each number of phones.", DefaultValueFactory = _ => 6_000 };
        Option<int> last = new("--last") { Description = "How many people come in the last hour; some of them come too late.", DefaultValueFactory = _ => 100_000 };
        Option<int> seconds = new("--seconds") { Description = "How long that hour takes here.", DefaultValueFactory = _ => 300 };
        Command command = new("receipts", "The receipt site: pages and claims a second beside a bare page with one read and one write; who is served in the last hour.") { people, last, seconds };
        command.SetAction((parsed, cancellation) => new Plan(parsed.GetValue(people), parsed.GetValue(last), parsed.GetValue(seconds)).RunAsync(cancellation));
        return command;
    }

    private sealed record Plan(int People, int Last, int Seconds)
    {
        /// <summary>What is compiled at the first request is not what is measured.</summary>
        private const int Warm = 1_500;

        private const double PagesAim = 0.5;
        private const double ClaimsAim = 1.0 / 3;

        private int _served;

        public async Task<int> RunAsync(CancellationToken cancellationToken)
        {
            string folder = Directory.CreateTempSubdirectory("receipts-bench-").FullName;
            try
            {
                await using PhoneNetwork provider = await PhoneNetwork.StartAsync(cancellationToken);
                await using ServedProcess bare = await ServedProcess.StartFormAsync(folder, cancellationToken);
                await using SiteProcess site = await SiteProcess.StartAsync(provider.Address, Path.Combine(folder, "site"), cancellationToken);
                SiteFigures figures = await site.FiguresAsync(cancellationToken);
                await site.SetClockAsync(figures.ReceiptEndsAt.AddDays(-1), cancellationToken);
                int all = Warm + (People * s_phones.Length) + Last;
                await StockAsync(site, all, cancellationToken);
                string[] links = await site.MakePeopleAsync(all, cancellationToken);
                bool isFast = await RushesAsync(bare, site, links, cancellationToken);
                bool isWhole = await EndAsync(site, figures.ReceiptEndsAt, links[^Last..], cancellationToken);
                bool isTrue = await IsStockTrueAsync(site, cancellationToken);
                return isFast && isWhole && isTrue ? 0 : 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        private async Task<bool> RushesAsync(ServedProcess bare, SiteProcess site, string[] links, CancellationToken cancellationToken)
        {
            await OfBareAsync(bare, 0, Warm, 50, cancellationToken);
            await OfSiteAsync(site, links[..Warm], 50, cancellationToken);
            Console.WriteLine($"{"",-10} {"phones",8} {"pages/s",10} {"p99 ms",10} {"CPU ms/page",12} {"claims/s",10} {"p99 ms",10} {"CPU ms/claim",12} {"failed",8}");
            bool isFast = true;
            for (int step = 0; step < s_phones.Length; step++)
            {
                int first = Warm + (People * step);
                Rush.Figures ofBare = await OfBareAsync(bare, first, People, s_phones[step], cancellationToken);
                Rush.Write("bare page", s_phones[step], ofBare);
                Rush.Figures ofSite = await OfSiteAsync(site, links[first..(first + People)], s_phones[step], cancellationToken);
                Rush.Figures ofHost = await OfHostAsync(site, s_phones[step], cancellationToken);
                Rush.Write("host alone", s_phones[step], ofHost);
                Rush.Write("site", s_phones[step], ofSite);
                (double pages, double claims) = (ofSite.PagesPerSecond / ofBare.PagesPerSecond, ofSite.ClaimsPerSecond / ofBare.ClaimsPerSecond);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"of the bare page's rates: pages {pages:P0} (aim {PagesAim:P0}; host and worker alone reach {ofHost.PagesPerSecond / ofBare.PagesPerSecond:P0}), claims {claims:P0} (aim {ClaimsAim:P0})"));
                isFast &= pages >= PagesAim && claims >= ClaimsAim && ofSite.Failed == 0;
                _served += People - ofSite.Failed;
            }

            _served += Warm;
            return isFast;
        }

        private static Task<Rush.Figures> OfBareAsync(ServedProcess bare, int first, int people, int atOnce, CancellationToken cancellationToken) => Rush.RunAsync(
            bare, bare.Address, [.. Enumerable.Range(first, people).Select(person => string.Create(CultureInfo.InvariantCulture, $"receipt/{person}"))],
            static page => page.Contains("<form", StringComparison.Ordinal), static page => page.Contains("<p>amazon</p>", StringComparison.Ordinal), atOnce, cancellationToken);

        /// <summary>What host and worker cost by themselves: the page of a site that does not exist, and a POST to it.</summary>
        private Task<Rush.Figures> OfHostAsync(SiteProcess site, int atOnce, CancellationToken cancellationToken) =>
            Rush.RunAsync(site, site.Address, [.. Enumerable.Repeat("apply/nowhere", People)], static _ => true, static _ => true, atOnce, cancellationToken);

        private static Task<Rush.Figures> OfSiteAsync(SiteProcess site, string[] links, int atOnce, CancellationToken cancellationToken) => Rush.RunAsync(
            site, site.Address, links, static page => page.Contains("<form", StringComparison.Ordinal), static page => page.Contains("data-copy=\"BENCH", StringComparison.Ordinal), atOnce, cancellationToken);

        /// <summary>People keep coming while the deadline passes.</summary>
        private async Task<bool> EndAsync(SiteProcess site, DateTimeOffset endsAt, string[] links, CancellationToken cancellationToken)
        {
            using LinkHolders phones = new(site.Address);
            await site.SetClockAsync(endsAt.AddSeconds(-Seconds), cancellationToken);
            DateTimeOffset began = TimeProvider.System.GetUtcNow();
            DateTimeOffset ends = began.AddSeconds(Seconds);
            double apart = (Seconds + 2.0) * 1000 / Last;
            Collected[] all = await Task.WhenAll(links.Select(async (link, number) =>
            {
                TimeSpan wait = began.AddMilliseconds(number * apart) - TimeProvider.System.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
                return await phones.CollectAsync(link, cancellationToken);
            }));

            // Between the driver's clock and the site's there is the time that setting it took.
            TimeSpan blur = TimeSpan.FromMilliseconds(500);
            int turnedAway = all.Count(one => one is { Code: null, Confirmed: { } confirmed } && confirmed.Until < ends - blur);
            int lateServed = all.Count(one => one is { Code: not null, Confirmed: { } confirmed } && confirmed.From > ends + blur);
            int served = all.Count(one => one.Code is not null);
            int different = all.Select(one => one.Code).OfType<string>().Distinct(StringComparer.Ordinal).Count();
            string[] lost = [.. all.Select(one => one.Lost).OfType<string>()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"last hour in {Seconds} s: {Last:N0} came, {served:N0} served with {different:N0} different codes, {all.Count(one => one.IsLate):N0} late, {lost.Length} lost; confirmed in time and turned away {turnedAway}, late and served {lateServed}"));
            Console.WriteLine(lost.FirstOrDefault() ?? string.Create(CultureInfo.InvariantCulture, $"slowest of a hundred: pages {P99(phones.Pages):F0} ms, claims {P99(phones.Claims):F0} ms"));
            _served += served;
            return lost.Length == 0 && different == served && turnedAway == 0 && lateServed == 0;
        }

        /// <summary>What left the stock is what people were shown, to the code.</summary>
        private async Task<bool> IsStockTrueAsync(SiteProcess site, CancellationToken cancellationToken)
        {
            using HttpClient http = site.ForOperators();
            JsonElement stock = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri($"campaigns/{SiteCommand.CampaignName}/codes", UriKind.Relative), cancellationToken));
            long taken = stock.EnumerateArray().Sum(level => level.GetProperty("taken").GetInt64());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"codes that left the stock: {taken:N0}; shown to people: {_served:N0}"));
            return taken == _served;
        }

        private static double P99(IEnumerable<double> times)
        {
            double[] sorted = [.. times.Order()];
            return sorted[sorted.Length * 99 / 100];
        }
    }

    private static async Task StockAsync(SiteProcess site, int codes, CancellationToken cancellationToken)
    {
        StringBuilder csv = new("product,value,code,expires_on,lot\n");
        for (int index = 0; index < codes; index++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"amazon,3000,{LinkHolders.CodeOf(index)},2024-03-31,L1\n");
        }

        using HttpClient http = site.ForOperators();
        using StringContent file = new(csv.ToString(), Encoding.UTF8, "text/csv");
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"campaigns/{SiteCommand.CampaignName}/codes", UriKind.Relative), file, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }
}
