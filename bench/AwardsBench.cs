using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Compensation.Awards;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using CsvHelper;

namespace Compensation.Bench;

/// <summary>Purchases read, checked, put through the rules and added up for each member, beside a bare read of the same file that only adds the amounts.</summary>
internal static class AwardsBench
{
    /// <summary>At least this share of the bare read's speed.</summary>
    private const double Goal = 0.5;

    public static Command Command()
    {
        Option<int> transactions = new("--transactions") { Description = "Rows of the purchase file.", DefaultValueFactory = _ => 10_000_000 };
        Option<int> members = new("--members") { Description = "Members whose purchases they are.", DefaultValueFactory = _ => 1_000_000 };
        Option<int> rounds = new("--rounds") { Description = "How often each is measured, in turns.", DefaultValueFactory = _ => 5 };
        Command command = new("awards", "Computes the points of every purchase and member: transactions a second and peak memory, beside a bare CsvHelper read of the same file.")
        {
            transactions, members, rounds,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(transactions), parsed.GetValue(members), parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int transactions, int members, int rounds, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        try
        {
            PurchaseFile.Write(file, transactions, members);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{transactions:N0} transactions of {members:N0} members, {new FileInfo(file).Length / 1e6:N0} MB"));
            PointsAward award = CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", "wester.json")).Award!;
            List<double> bare = [];
            List<double> computed = [];
            for (int round = 0; round < rounds; round++)
            {
                // In turns, so that neither always finds the machine as the other has left it.
                foreach (bool both in round % 2 == 0 ? (bool[])[true, false] : [false, true])
                {
                    TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
                    long start = Stopwatch.GetTimestamp();
                    string result = both ? await Task.Run(() => ComputeAsync(file, award, members, cancellationToken), cancellationToken) : await Task.Run(() => ReadBare(file), cancellationToken);
                    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    double cpu = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
                    (both ? computed : bare).Add(seconds);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(both ? "computed" : "bare read"),-10} {seconds,8:F2} s {transactions / seconds,14:N0} transactions/s {cpu / transactions * 1e9,6:F0} ns CPU each   {result}"));
                }
            }

            double share = Median(bare) / Median(computed);
            using Process process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"medians: bare read {transactions / Median(bare):N0}/s, computed {transactions / Median(computed):N0}/s, {share:P0} of the bare read (goal {Goal:P0}); peak memory {process.PeakWorkingSet64 / 1e6:F0} MB"));
            return share >= Goal ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Each processor reads, checks, applies the rules and adds up, block by block of the one file.</summary>
    private static async Task<string> ComputeAsync(string file, PointsAward award, int members, CancellationToken cancellationToken)
    {
        PointRules rules = new(award);
        MemberSums sums = new(members);
        await using BlockingFile csv = new(file);
        using CsvBlocks blocks = new(csv, PurchaseReader.Columns);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => AddAsync(blocks, rules, sums.NewAdder(), cancellationToken), cancellationToken)));
        return string.Create(CultureInfo.InvariantCulture, $"{sums.Points(rules.PartsPerPoint):N0} points of {sums.Members:N0} members who earn any");
    }

    private static async Task AddAsync(CsvBlocks blocks, PointRules rules, MemberSums.Adder sums, CancellationToken cancellationToken)
    {
        RowErrors errors = new();
        using PurchaseReader purchases = new(blocks, rules.Award, errors);
        while (await purchases.NextBlockAsync(cancellationToken))
        {
            AddBlock(purchases, rules, sums);
        }

        sums.Flush();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException($"The file has errors: {errors.Listed[0]}");
        }
    }

    private static void AddBlock(PurchaseReader purchases, PointRules rules, MemberSums.Adder sums)
    {
        while (purchases.Read())
        {
            AwardTerms terms = purchases.Description.Terms ??= rules.TermsOf(purchases.Description.Purchase);
            sums.Add(purchases.MemberId, rules.Evaluate(terms, purchases.AmountPaid, purchases.BasePointsSet).Points.Parts);
        }
    }

    private static string ReadBare(string file)
    {
        long yen = 0;
        using CsvReader reader = CsvReader.FromFile(file);
        reader.ReadHeader();
        int amount = reader.GetFieldIndex(PurchaseReader.Amount);
        while (reader.Read())
        {
            yen += reader.Parse<long>(amount);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{yen:N0} yen");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
