using System.CommandLine;
using System.Globalization;
using System.Text;
using Compensation.Campaigns;

namespace Compensation.Bench.Applications;

/// <summary>
/// The special site on its last day: some people all day, and some in the last minutes, up to the second at which it closes. Everybody who sends in time must be served,
/// nobody who does not, and none be lost. Beside it a bare form that writes one row, driven by the same client in the same run.
/// </summary>
internal static class ApplicationsBench
{
    /// <summary>What is aimed at, of the bare form's rate of POSTs.</summary>
    private const double RatioAim = 1.0 / 3;

    public static Command Command()
    {
        Option<int> day = new("--day") { Description = "Applications during the last day.", DefaultValueFactory = _ => 100_000 };
        Option<int> last = new("--last") { Description = "Applicants who begin in the last minutes; some of them come too late.", DefaultValueFactory = _ => 5_000 };
        Option<int> seconds = new("--seconds") { Description = "How long those last minutes take here.", DefaultValueFactory = _ => 60 };
        Option<int> visitors = new("--visitors") { Description = "Applicants at a time.", DefaultValueFactory = _ => 32 };
        Option<int> rounds = new("--rounds") { Description = "How often form and site take turns in the first part; its figures are over all of them.", DefaultValueFactory = _ => 3 };
        Command command = new("applications", "The special site's last day: who is served, and its rate of POSTs beside a bare form's that writes one SQLite row.") { day, last, seconds, visitors, rounds };
        command.SetAction((parsed, cancellation) => new Plan(parsed.GetValue(day), parsed.GetValue(last), parsed.GetValue(seconds), parsed.GetValue(visitors), parsed.GetValue(rounds)).RunAsync(cancellation));
        return command;
    }

    private sealed record Plan(int Day, int Last, int Seconds, int Visitors, int Rounds)
    {
        public async Task<int> RunAsync(CancellationToken cancellationToken)
        {
            string folder = Directory.CreateTempSubdirectory("applications-bench-").FullName;
            try
            {
                await using PhoneNetwork phones = await PhoneNetwork.StartAsync(cancellationToken);
                await using ServedProcess form = await ServedProcess.StartFormAsync(folder, cancellationToken);
                await using SiteProcess site = await SiteProcess.StartAsync(phones.Address, Path.Combine(folder, "site"), cancellationToken);
                using Visitors applicants = new(site.Address, phones);
                await ImportAsync(site, Day + Last, cancellationToken);
                bool isFast = await TakeTurnsAsync(form, site, phones, applicants, cancellationToken);
                bool isWhole = await EndAsync(site, phones, applicants, cancellationToken);
                return isFast && isWhole ? 0 : 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        /// <summary>The day: form and site take turns, so that a busy minute of the machine does not fall on one of them alone.</summary>
        private async Task<bool> TakeTurnsAsync(ServedProcess form, SiteProcess site, PhoneNetwork phones, Visitors applicants, CancellationToken cancellationToken)
        {
            SiteFigures before = await site.SetClockAsync((await site.FiguresAsync(cancellationToken)).EndsAt.AddHours(-23), cancellationToken);
            using Visitors clerks = new(form.Address, phones);
            using Visitors lost = new(site.Address, phones);
            Load ofHost = new(site, lost, Visitors);
            Load ofForm = new(form, clerks, Visitors);
            Load ofSite = new(site, applicants, Visitors);
            KeyValuePair<string, string>[] name = [KeyValuePair.Create("family", "ヤマダ"), KeyValuePair.Create("given", "タロウ")];
            List<Visit> visits = [];

            // What is compiled at the first request is not what is measured.
            await ofForm.WarmAsync(2_000, (_, stop) => clerks.PostAsync(new Uri(form.Address, "form"), name, stop), cancellationToken);
            await ofHost.WarmAsync(2_000, (_, stop) => lost.AskNothingAsync(stop), cancellationToken);
            int warm = Math.Min(1_000, Day / 5);
            visits.AddRange(await ofSite.WarmAsync(warm, applicants.ApplyAsync, cancellationToken));
            for (int round = 0; round < Rounds; round++)
            {
                (int from, int until) = (warm + ((Day - warm) * round / Rounds), warm + ((Day - warm) * (round + 1) / Rounds));
                await ofForm.RunAsync(0, Math.Max(5_000, (until - from) * 2), (_, stop) => clerks.PostAsync(new Uri(form.Address, "form"), name, stop), cancellationToken);
                await ofHost.RunAsync(0, Math.Max(2_000, until - from), (_, stop) => lost.AskNothingAsync(stop), cancellationToken);
                visits.AddRange(await ofSite.RunAsync(from, until - from, applicants.ApplyAsync, cancellationToken));
            }

            SiteFigures after = await site.FiguresAsync(cancellationToken);
            Console.WriteLine($"{"",-10} {"POSTs",10} {"POSTs/s",10} {"CPU ms/POST",12} {"median ms",10} {"p99 ms",10} {"peak MB",10}");
            ofForm.Write("bare form");
            ofHost.Write("host alone");
            ofSite.Write("site");
            double ratio = ofSite.Rate / ofForm.Rate;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"the site's rate is {ratio:P0} of the form's (aim {RatioAim:P0}), and {ofSite.Rate / ofHost.Rate:P0} of what host and worker do with a POST and a page that do nothing; {(after.StorageRequests - before.StorageRequests) / (double)Day:F1} storage requests an application"));
            return Check("during the day", Day, visits, after.Applications, visits.Count(visit => visit.Fate == Fate.Served)) && visits.TrueForAll(visit => visit.Fate == Fate.Served) && ratio >= RatioAim;
        }

        /// <summary>The last minutes: people keep coming while the site closes.</summary>
        private async Task<bool> EndAsync(SiteProcess site, PhoneNetwork phones, Visitors applicants, CancellationToken cancellationToken)
        {
            SiteFigures before = await site.FiguresAsync(cancellationToken);
            await site.SetClockAsync(before.EndsAt.AddSeconds(-Seconds), cancellationToken);
            DateTimeOffset ends = TimeProvider.System.GetUtcNow().AddSeconds(Seconds);
            double apart = (Seconds + 2.0) * 1000 / Last;
            DateTimeOffset began = TimeProvider.System.GetUtcNow();
            Visit[] visits = await Task.WhenAll(Enumerable.Range(0, Last).Select(async number =>
            {
                TimeSpan wait = began.AddMilliseconds(number * apart) - TimeProvider.System.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
                return await applicants.ApplyAsync(Day + number, cancellationToken);
            }));
            SiteFigures after = await site.FiguresAsync(cancellationToken);
            int served = visits.Count(visit => visit.Fate == Fate.Served);

            // Between the driver's clock and the site's there is the time that setting it took.
            TimeSpan blur = TimeSpan.FromMilliseconds(500);
            int turnedAway = visits.Count(visit => visit is { Fate: not Fate.Served, Sent: { } sent } && sent.Until < ends - blur);
            int lateServed = visits.Count(visit => visit is { Fate: Fate.Served, Sent: { } sent } && sent.From > ends + blur);
            Console.WriteLine($"last minutes: {Last} began, {served} served, {visits.Count(visit => visit.Fate == Fate.Late)} late; sent in time and turned away {turnedAway}, late and served {lateServed}");
            bool isWhole = Check("in the last minutes", Last, visits, after.Applications - before.Applications, served);
            int told = phones.Receipts.Count;
            bool isTold = told == after.Applications && phones.Receipts.Values.All(times => times == 1);
            Console.WriteLine($"receipts told by SMS: {told}, each once: {isTold}");
            return isWhole && isTold && turnedAway == 0 && lateServed == 0;
        }

        private static bool Check(string when, int wanted, IReadOnlyCollection<Visit> visits, long stored, int served)
        {
            Visit[] lost = [.. visits.Where(visit => visit.Fate == Fate.Lost)];
            int different = visits.Select(visit => visit.Receipt).OfType<string>().Distinct(StringComparer.Ordinal).Count();
            Console.WriteLine($"{when}: {wanted} applicants, {served} served, {stored} stored, {different} different receipt numbers, {lost.Length} lost");
            if (lost.Length > 0)
            {
                Console.WriteLine(lost[0].Page);
            }

            return lost.Length == 0 && stored == served && different == served;
        }
    }

    private static async Task ImportAsync(SiteProcess site, int coupons, CancellationToken cancellationToken)
    {
        StringBuilder ledger = new("inquiry_number,expiry,balance,charged_to_app,left_app,name_kana,travel_date,phone,email\n");
        for (int index = 0; index < coupons; index++)
        {
            ledger.Append(CultureInfo.InvariantCulture, $"{Applications.Visitors.NumberOf(index)},2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,\n");
        }

        using HttpClient http = site.ForOperators();
        using StringContent file = new(ledger.ToString(), Encoding.UTF8, "text/csv");
        await site.SetClockAsync(CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", $"{SiteCommand.CampaignName}.json")).ApplicationSite!.OpensAt, cancellationToken);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"campaigns/{SiteCommand.CampaignName}/ledger", UriKind.Relative), file, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }
}
