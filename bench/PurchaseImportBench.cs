using System.CommandLine;
using System.Globalization;
using Compensation.Awards;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Local.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Bench;

/// <summary>Purchases put on file in the embedded store, corrected, and computed from there, beside a bare read of the same file and PostgreSQL in the same run.</summary>
internal static class PurchaseImportBench
{
    /// <summary>Shards computed side by side, as <see cref="ComputeAwards"/> does.</summary>
    private const int ShardsAtOnce = 8;

    public static Command Command()
    {
        Option<int> transactions = new("--transactions") { Description = "Rows of the purchase file.", DefaultValueFactory = _ => 1_000_000 };
        Option<int> members = new("--members") { Description = "Members whose purchases they are.", DefaultValueFactory = _ => 100_000 };
        Command command = new("purchases", "Imports purchases and cancellations and computes the points of what is on file: rows a second and peak memory, beside a bare CsvHelper read and PostgreSQL's COPY and one statement.")
        {
            transactions, members,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(transactions), parsed.GetValue(members), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int transactions, int members, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("purchases-bench-").FullName;
        string file = Path.Combine(folder, "purchases.csv");
        string cancelled = Path.Combine(folder, "cancelled.csv");
        try
        {
            PurchaseFile.Write(file, transactions, members);
            int cancellations = PurchaseFile.WriteCancellations(cancelled, file);
            double bare = await Stage.MeasureAsync("bare CsvHelper read", transactions, () => Task.Run(() => BareRead.AllFields(file), cancellationToken));
            Campaign campaign = CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", "wester.json"));
            using EmbeddedTables tables = EmbeddedTables.Open(Path.Combine(folder, "store"));
            await using ServiceProvider services = await EmbeddedServices.StartAsync(tables, campaign, campaign.Award!.EndsAt.AddDays(7), slices => slices.AddAwards(), cancellationToken);
            double import = await Stage.MeasureAsync("first import", transactions, () => ImportAsync(services, campaign, file, cancellationToken));
            await Stage.MeasureAsync("the same file again", transactions, () => ImportAsync(services, campaign, file, cancellationToken));
            Yen points = Yen.Zero;
            double compute = await Stage.MeasureAsync("first computation", transactions, async () => points = await ComputeAsync(services, campaign, cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"points",-22} {points.Amount,14:N0}"));
            await Stage.MeasureAsync("cancellations", cancellations, () => ImportAsync(services, campaign, cancelled, cancellationToken));
            await Stage.MeasureAsync("computed again", transactions, () => ComputeAsync(services, campaign, cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"import / bare read",-22} {import / bare,10:F1} x      computation / bare read {compute / bare:F1} x"));
            await PurchasesInPostgres.MeasureAsync(folder, file, transactions, cancellationToken);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(ServiceProvider services, Campaign campaign, string file, CancellationToken cancellationToken)
    {
        await using FileStream csv = File.OpenRead(file);
        await using ReceivedFile received = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, cancellationToken);
        PurchaseImportResult result = await services.GetRequiredService<PurchaseImport>().ImportAsync(campaign.Id, received, Path.GetFileName(file), by: null, cancellationToken);
        if (result.Outcome != PurchaseImportOutcome.Imported && result.Outcome != PurchaseImportOutcome.Unchanged)
        {
            throw new InvalidOperationException($"The file was not taken: {result.Outcome} {result.Errors.FirstOrDefault()}");
        }
    }

    private static async Task<Yen> ComputeAsync(ServiceProvider services, Campaign campaign, CancellationToken cancellationToken)
    {
        RulesInForce rules = await ActivatorUtilities.CreateInstance<TakeOverRules>(services).Run(campaign.Id, cancellationToken);
        ComputeShard compute = ActivatorUtilities.CreateInstance<ComputeShard>(services);
        ParallelOptions width = new() { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        Yen[] points = new Yen[rules.Shards];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, rules.Shards), width, async (shard, token) => points[shard] = (await compute.Run(new ShardToCompute(campaign.Id, shard, rules.Version), token)).Points);
        return points.Aggregate(Yen.Zero, (sum, one) => sum + one);
    }
}
