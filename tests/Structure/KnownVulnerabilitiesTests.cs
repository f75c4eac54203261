using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Compensation.Tests.Structure;

/// <summary>
/// NuGet's audit needs a registry that publishes advisories, and is silent where none does. So the advisories that concern packages which this
/// house stands on, or once stood on, are kept here too.
/// </summary>
public sealed class KnownVulnerabilitiesTests
{
    /// <summary>Each package's first version without a vulnerability known at the time of writing.</summary>
    private static readonly Dictionary<string, Version> _firstSafe = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Azure.Identity"] = new(1, 11, 4),
        ["BouncyCastle.Cryptography"] = new(2, 3, 1),
        ["Google.Protobuf"] = new(3, 15, 0),
        ["Microsoft.Identity.Client"] = new(4, 61, 3),
        ["Microsoft.IdentityModel.JsonWebTokens"] = new(7, 1, 2),
        ["MimeKit"] = new(4, 7, 1),
        ["Newtonsoft.Json"] = new(13, 0, 1),
        ["Npgsql"] = new(8, 0, 3),
        ["SQLitePCLRaw.lib.e_sqlite3"] = new(2, 1, 12),
        ["System.Drawing.Common"] = new(5, 0, 3),
        ["System.Formats.Asn1"] = new(8, 0, 1),
        ["System.Net.Http"] = new(4, 3, 4),
        ["System.Text.Encodings.Web"] = new(4, 7, 2),
        ["System.Text.Json"] = new(8, 0, 5),
        ["System.Text.RegularExpressions"] = new(4, 3, 1),
    };

    [Fact]
    public void No_lock_file_holds_a_package_with_a_known_vulnerability()
    {
        string[] files = [.. LockFiles()];

        Assert.True(files.Length > 5, "The lock files are not where they were.");
        Assert.Empty(files.SelectMany(file => Vulnerable(File.ReadAllText(file)).Select(package => $"{file}: {package}")));
    }

    [Fact]
    public void An_old_package_that_another_brings_along_is_seen() =>
        Assert.Equal(
            ["SQLitePCLRaw.lib.e_sqlite3 2.0.6"],
            Vulnerable("""{"version":2,"dependencies":{"net10.0":{"SQLitePCLRaw.lib.e_sqlite3":{"type":"Transitive","resolved":"2.0.6"},"Npgsql":{"type":"Direct","resolved":"8.0.3"},"compensation.functions":{"type":"Project"}}}}"""));

    private static IEnumerable<string> Vulnerable(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(lockFile);
        return [..
            from framework in document.RootElement.GetProperty("dependencies").EnumerateObject()
            from package in framework.Value.EnumerateObject()
            where package.Value.TryGetProperty("resolved", out _)
            let version = package.Value.GetProperty("resolved").GetString()!
            where _firstSafe.TryGetValue(package.Name, out Version? safe) && Version.Parse(version.Split('-')[0]) < safe
            select $"{package.Name} {version}"];
    }

    private static IEnumerable<string> LockFiles([CallerFilePath] string thisFile = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true };
        return Directory.EnumerateFiles(root, "packages.lock.json", everywhere)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }
}
