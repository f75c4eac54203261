using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Emulators.Bank;
using Compensation.Rehearsal.Witness;
using Compensation.Tests.Local;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.Faults;

/// <summary>The process is killed in the middle of making files for the bank, taking its answers in, checking and releasing.</summary>
public sealed partial class TransferKillTests : IDisposable
{
    /// <summary>When a file is made.</summary>
    private static readonly TimeOnly s_files = new(9, 30);

    /// <summary>When answers come in and transfers are checked.</summary>
    private static readonly TimeOnly s_answers = new(9, 45);

    /// <summary>When transfers are released.</summary>
    private static readonly TimeOnly s_releases = new(11, 0);

    private static readonly (DateOnly Day, TimeOnly Time)[] s_kills =
    [
        (new(2023, 5, 8), s_answers), (new(2023, 5, 8), s_releases), (new(2023, 5, 15), s_files), (new(2023, 5, 15), s_releases),
        (new(2023, 5, 17), s_files), (new(2023, 5, 17), s_answers), (new(2023, 5, 30), s_answers), (new(2023, 5, 30), s_releases),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    [Theory]
    [InlineData(5)]
    public async Task However_often_it_is_killed_the_bank_has_the_same_files_and_pays_everybody_once(int seed)
    {
        (await RehearsalProcess.RunAsync(Arguments("undisturbed"))).AssertClean();
        Random random = new(seed);

        foreach (DateTimeOffset instant in s_kills.Select(kill => JapanTime.At(kill.Day, kill.Time)))
        {
            using RehearsalProcess process = RehearsalProcess.Start(Arguments("killed"));
            await process.KillAtAsync(DataOf("killed"), instant, TimeSpan.FromMilliseconds(1 + random.Next(80)));
        }

        (await RehearsalProcess.RunAsync(Arguments("killed"))).AssertClean();

        Assert.Equal(Books("undisturbed"), Books("killed"));
        Assert.Equal(ProviderLog.NoticesOverKillsIn(LogFile("undisturbed")), ProviderLog.NoticesOverKillsIn(LogFile("killed")));
        Assert.Equal(BankFiles("undisturbed").Select(HashOf), BankFiles("killed").Select(HashOf));
        await AssertReadAsync("killed");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A reader in another language finds each of them sound, and their sum that of the report, less what came back.</summary>
    private async Task AssertReadAsync(string name)
    {
        string[] said = (await NodePeers.RunAsync(NodeReader.Script, [.. BankFiles(name)])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement transfers = Report(name).GetProperty("transfers");
        Match[] sums = [.. said.Select(line => Sound().Match(line))];

        Assert.True(said.Length >= 3, $"{said.Length} files");
        Assert.True(sums.All(sum => sum.Success), string.Join('\n', said));
        Assert.True(transfers.GetProperty("paid").GetInt32() > 0 && transfers.GetProperty("returned").GetInt32() > 0 && transfers.GetProperty("failed").GetInt32() > 0, transfers.GetRawText());
        (long payments, long yen) = (sums.Sum(sum => Number(sum, "payments")), sums.Sum(sum => Number(sum, "yen")));
        Assert.True(payments > transfers.GetProperty("paid").GetInt32());
        Assert.Equal(transfers.GetProperty("yen").GetInt64(), yen - await ReturnedAsync(name));
    }

    private string[] Arguments(string name) =>
    [
        "tochigi", "--people", "900", "--seed", "7", "--hasty-timers", "--report", Path.Combine(_folder, $"{name}.json"), "--provider-log", LogFile(name), "--data", DataOf(name),
        .. File.Exists(Path.Combine(DataOf(name), "rehearsal.json")) ? new[] { "--resume" } : [],
    ];

    private string DataOf(string name) => Path.Combine(_folder, name);

    private string LogFile(string name) => Path.Combine(_folder, $"{name}.ndjson");

    private IEnumerable<string> BankFiles(string name) => Directory.EnumerateFiles(Path.Combine(DataOf(name), "bank", "files"), "*.txt").Order(StringComparer.Ordinal);

    /// <summary>What the bank has sent back, by its own books.</summary>
    private async Task<long> ReturnedAsync(string name)
    {
        await using BankEmulatorHost bank = await BankEmulatorHost.StartAsync(new BankEmulatorOptions { DataFolder = Path.Combine(DataOf(name), "bank") });
        return bank.Payments.Where(payment => payment.ReturnedOn is not null).Sum(payment => payment.Order.Yen);
    }

    private static long Number(Match sum, string name) => long.Parse(sum.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    private static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private JsonElement Report(string name) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(_folder, $"{name}.json")));

    private string Books(string name)
    {
        string[] lines = ["seal", "entitled", "issued", "transferred", "expired", "revoked", "waiting", "failed", "transfers", "notices", "duplicates", "losses"];
        return string.Join('\n', lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line}: {Report(name).GetProperty(line).GetRawText()}")));
    }

    [GeneratedRegex("^sound: (?<payments>[0-9]+) payments, (?<yen>[0-9]+) yen$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sound();
}
