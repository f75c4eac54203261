using System.CommandLine;
using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Local.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Bench;

/// <summary>The ledger import on the embedded store, beside a bare read of the same file in the same run.</summary>
internal static class LedgerImportBench
{
    public static Command Command()
    {
        Option<int> rows = new("--rows") { Description = "Coupons in the ledger.", DefaultValueFactory = _ => 1_000_000 };
        Command command = new("ledger", "Imports a coupon ledger: rows a second and peak memory, beside a bare CsvHelper read of the same file.") { rows };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rows), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int rows, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("ledger-bench-").FullName;
        string file = Path.Combine(folder, "ledger.csv");
        try
        {
            Write(file, rows);
            double bare = await Stage.MeasureAsync("bare CsvHelper read", rows, () => Task.Run(() => BareRead.AllFields(file), cancellationToken));
            Campaign campaign = CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", "kumamoto.json"));
            using EmbeddedTables tables = EmbeddedTables.Open(Path.Combine(folder, "store"));
            await using ServiceProvider services = await EmbeddedServices.StartAsync(tables, campaign, campaign.CutoffAt.AddDays(-10), slices => slices.AddCoupons(), cancellationToken);
            double import = await Stage.MeasureAsync("first import", rows, () => ImportAsync(services, file, cancellationToken));
            double again = await Stage.MeasureAsync("the same file again", rows, () => ImportAsync(services, file, cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"import / bare read",-22} {import / bare,10:F1} x      again / bare read {again / bare:F1} x"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string file, int rows)
    {
        using StreamWriter csv = new(file);
        csv.Write("inquiry_number,expiry,balance,charged_to_app,phone,email\n");
        for (int row = 0; row < rows; row++)
        {
            string contact = row % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $",person{row}@example.jp") : string.Create(CultureInfo.InvariantCulture, $"090{10_000_000 + row:d8},");
            csv.Write(string.Create(CultureInfo.InvariantCulture, $"KM-{row:d8},2023-02-24,{(row % 20 * 500) + 1},{(row % 5 == 0 ? "false" : "true")},{contact}\n"));
        }
    }

    private static async Task ImportAsync(ServiceProvider services, string file, CancellationToken cancellationToken)
    {
        await using FileStream csv = File.OpenRead(file);
        await using ReceivedFile received = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, cancellationToken);
        ImportResult result = await services.GetRequiredService<LedgerImport>().ImportAsync(CampaignId.Parse("kumamoto"), received, "ledger.csv", by: null, dryRun: false, cancellationToken);
        if (result.Outcome is not (ImportOutcome.Imported or ImportOutcome.Unchanged))
        {
            throw new InvalidOperationException($"The import ended as {result.Outcome}: {result.Errors.FirstOrDefault()}");
        }
    }
}
