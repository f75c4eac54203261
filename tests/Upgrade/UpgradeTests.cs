using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.Upgrade;

/// <summary>A campaign that an earlier release has begun ends on the present code, with the books to which that release itself would have brought it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("upgrade-tests-").FullName;

    /// <summary>One for each release, recorded by the script beside this file.</summary>
    public static TheoryData<string> Recorded() => [.. Directory.EnumerateFiles(Folder(), "*.tgz").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task A_campaign_in_its_middle_survives_an_upgrade(string release)
    {
        string data = Path.Combine(_folder, "data");
        string report = Path.Combine(_folder, "report.json");
        await UnpackAsync(Path.Combine(Folder(), $"{release}.tgz"), data);

        (await RehearsalProcess.RunAsync("kumamoto", "--people", "60", "--data", data, "--resume", "--report", report)).AssertClean();

        Assert.Equal(Books(Path.Combine(Folder(), $"{release}.json")), Books(report));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task UnpackAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        await using FileStream file = File.OpenRead(archive);
        await using GZipStream unzipped = new(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false);
    }

    /// <summary>The seal, and how many people and yen there are of each outcome. Later releases may say more.</summary>
    private static string Books(string report)
    {
        JsonElement read = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(report));
        string[] outcomes = ["entitled", "issued", "transferred", "expired", "revoked", "waiting"];
        return string.Join('\n', outcomes.Select(outcome => $"{outcome}: {read.GetProperty(outcome).GetProperty("people")} people, {read.GetProperty(outcome).GetProperty("yen")} yen")
            .Prepend($"seal: {read.GetProperty("seal")}"));
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
