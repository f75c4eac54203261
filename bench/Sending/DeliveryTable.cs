using System.Globalization;
using System.Text;

namespace Compensation.Bench.Sending;

/// <summary>Medians over the rounds as Markdown. Duplicates and losses are sums: one is one too many.</summary>
internal static class DeliveryTable
{
    public static string Of(IReadOnlyList<Measured> runs)
    {
        StringBuilder text = new();
        foreach (Leg leg in Leg.All.Where(leg => runs.Any(run => run.Leg == leg.Name)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\n### {leg.Title}\n");
            text.Append(leg.Kill ? Recovery(runs, leg) : Rates(runs, leg));
        }

        return text.ToString();
    }

    private static StringBuilder Rates(IReadOnlyList<Measured> runs, Leg leg)
    {
        StringBuilder text = new();
        text.AppendLine("| | recipients/s, drain | of bare loop | recipients/s, end to end | of bare loop | CPU ms per 1,000, worker | of bare loop | CPU ms per 1,000, store | peak MB, worker | MB, store | storage requests per recipient | most in flight | duplicates | losses | of the machine, others had |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        Measured[] limit = Runs(runs, leg, Contestant.Limit);
        foreach (Contestant contestant in Contestant.All)
        {
            Measured[] own = Runs(runs, leg, contestant.Name);
            if (own.Length == 0)
            {
                continue;
            }

            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contestant.Label} | {Median(own, run => run.DrainRate):N0} | {Share(own, limit, run => run.DrainRate)} | {Median(own, run => run.EndToEndRate):N0} | {Share(own, limit, run => run.EndToEndRate)} | {Median(own, WorkerCpu):N0} | {Share(own, limit, WorkerCpu)} | {Median(own, StoreCpu):N0} | {Median(own, run => run.PeakMegabytes):N0} | {Median(own, run => run.StoreMegabytes):N0} | {Median(own, run => (double)run.StorageRequests / run.Recipients):N3} | {Median(own, run => run.InFlightMax):N0} | {own.Sum(run => run.Duplicates)} | {own.Sum(run => run.Losses)} | {Median(own, run => run.OthersShare):P0} |"));
        }

        return text;
    }

    private static StringBuilder Recovery(IReadOnlyList<Measured> runs, Leg leg)
    {
        StringBuilder text = new();
        text.AppendLine("| | s until the first new message | s until all are done | duplicates | repeats recognised by their id | losses |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (Contestant contestant in Contestant.All)
        {
            Measured[] own = Runs(runs, leg, contestant.Name);
            if (own.Length > 0)
            {
                text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {contestant.Label} | {Seconds(own, run => run.FirstAgainSeconds)} | {Seconds(own, run => run.AllDoneSeconds)} | {own.Sum(run => run.Duplicates)} | {own.Sum(run => run.Repeats)} | {own.Sum(run => run.Losses)} |"));
            }
        }

        return text;
    }

    private static double WorkerCpu(Measured run) => run.PerThousand(run.WorkerCpuMilliseconds);

    private static double StoreCpu(Measured run) => run.PerThousand(run.StoreCpuMilliseconds);

    private static Measured[] Runs(IReadOnlyList<Measured> runs, Leg leg, string contestant) =>
        [.. runs.Where(run => run.Leg == leg.Name && run.Contestant == contestant)];

    private static string Seconds(Measured[] runs, Func<Measured, double?> figure) => runs.All(run => figure(run) is not null)
        ? Median(runs, run => figure(run)!.Value).ToString("N1", CultureInfo.InvariantCulture)
        : "not within 10 min";

    private static string Share(Measured[] own, Measured[] limit, Func<Measured, double> figure) => limit.Length == 0
        ? "–"
        : (Median(own, figure) / Median(limit, figure)).ToString("P0", CultureInfo.InvariantCulture);

    private static double Median(Measured[] runs, Func<Measured, double> figure)
    {
        double[] ascending = [.. runs.Select(figure).Order()];
        int middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
