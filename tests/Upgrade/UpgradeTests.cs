using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Compensation.Tests.Rehearsal;

namespace Compensation.Tests.Upgrade;

/// <summary>
/// A campaign that an earlier release has begun ends on the present code, with the books to which that release itself would have brought it; also where the present code works on a copy of its store, since
/// the store itself is lost.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("upgrade-tests-").FullName;

    /// <summary>One for each release, recorded by the script beside this file.</summary>
    public static TheoryData<string> Recorded() => [.. Directory.EnumerateFiles(Folder(), "*.tgz").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task A_campaign_in_its_middle_survives_an_upgrade_and_is_restored_from_a_copy(string release)
    {
        (string data, string copy) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "copy"));
        string report = Path.Combine(_folder, "report.json");
        await UnpackAsync(Path.Combine(Folder(), $"{release}.tgz"), data);

        (await RehearsalProcess.RunAsync("kumamoto", "--people", "60", "--data", data, "--resume", "--until", "2023-05-12")).AssertClean();
        await UnpackAsync(await PackAsync(data), copy);
        Directory.Delete(data, recursive: true);
        (await RehearsalProcess.RunAsync("kumamoto", "--people", "60", "--data", copy, "--resume", "--report", report)).AssertClean();

        Assert.Equal(Books(Path.Combine(Folder(), $"{release}.json")), Books(report));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> PackAsync(string folder)
    {
        string archive = Path.Combine(_folder, "copy.tgz");
        await using FileStream file = File.Create(archive);
        await using GZipStream zipped = new(file, CompressionLevel.Fastest);
        await TarFile.CreateFromDirectoryAsync(folder, zipped, includeBaseDirectory: false);
        return archive;
    }

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
