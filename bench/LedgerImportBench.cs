using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Local;
using Compensation.Local.Tables;
using Compensation.Rehearsal.Time;
using CsvHelper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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
        string store = Path.Combine(folder, "store");
        try
        {
            Write(file, rows);
            double bare = await MeasureAsync("bare CsvHelper read", rows, () => Task.Run(() => ReadBare(file), cancellationToken));
            await using ServiceProvider services = await ServicesAsync(store, cancellationToken);
            double import = await MeasureAsync("first import", rows, () => ImportAsync(services, file, cancellationToken));
            double again = await MeasureAsync("the same file again", rows, () => ImportAsync(services, file, cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"import / bare read",-22} {import / bare,10:F1} x      again / bare read {again / bare:F1} x"));
            return 0;
        }
        finally
        {
            EmbeddedStorage.Close(store);
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

    private static void ReadBare(string file)
    {
        long characters = 0;
        using CsvReader reader = CsvReader.FromFile(file);
        while (reader.Read())
        {
            for (int field = 0; field < reader.FieldCount; field++)
            {
                characters += reader.GetString(field).Length;
            }
        }

        Debug.Assert(characters > 0, "The file has rows.");
    }

    private static async Task ImportAsync(ServiceProvider services, string file, CancellationToken cancellationToken)
    {
        await using FileStream csv = File.OpenRead(file);
        ImportResult result = await services.GetRequiredService<LedgerImport>().ImportAsync(CampaignId.Parse("kumamoto"), csv, "ledger.csv", dryRun: false, cancellationToken);
        if (result.Outcome is not (ImportOutcome.Imported or ImportOutcome.Unchanged))
        {
            throw new InvalidOperationException($"The import ended as {result.Outcome}: {result.Errors.FirstOrDefault()}");
        }
    }

    private static async Task<ServiceProvider> ServicesAsync(string store, CancellationToken cancellationToken)
    {
        Campaign campaign = CampaignFile.Read(Path.Combine(AppContext.BaseDirectory, "campaigns", "kumamoto.json"));
        TableServiceClient tables = new($"UseEmbeddedStorage={store}");
        ServiceCollection services = new();
        services.AddCoupons();
        services.AddSingleton(tables);
        services.AddSingleton(new CampaignCatalog([campaign]));
        services.AddSingleton(new KeyedHash(RandomNumberGenerator.GetBytes(32)));
        services.AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()));
        services.AddSingleton<TimeProvider>(new VirtualClock(campaign.CutoffAt.AddDays(-10), new WorkInProgress()));
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        foreach (string table in (string[])[CouponStore.TableName, ImportRecords.TableName, SealStore.TableName])
        {
            await tables.CreateTableIfNotExistsAsync(table, cancellationToken);
        }

        return services.BuildServiceProvider();
    }

    /// <summary>Seconds taken. The peak is the whole process's so far: it only ever rises.</summary>
    private static async Task<double> MeasureAsync(string what, int rows, Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-22} {seconds,10:F2} s {rows / seconds,14:N0} rows/s   peak memory {process.PeakWorkingSet64 / 1_048_576.0,6:F0} MB"));
        return seconds;
    }
}
