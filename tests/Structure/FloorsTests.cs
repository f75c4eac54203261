using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Compensation.Tests.Structure;

public partial class FloorsTests
{
    /// <summary>From the ground up. A floor stands on the floors below it.</summary>
    private static readonly string[] Floors =
    [
        "Common", "Access", "Campaigns", "Operations", "Entitlements", "Waves", "Payouts", "Notices", "Closing", "Awards", "Receipts", "Coupons", "Transfers", "Applications", "CallCentre", "Lifecycle", "Console",
    ];

    private static readonly string Functions = Path.Combine(RepositoryRoot(), "functions");

    public static TheoryData<string> ExistingFloors() => [.. Floors.Where(floor => Directory.Exists(Path.Combine(Functions, floor)))];

    [Theory]
    [MemberData(nameof(ExistingFloors))]
    public void A_floor_uses_only_the_floors_below_it(string floor)
    {
        IEnumerable<string> upwards =
            from file in SourceFiles(Path.Combine(Functions, floor))
            from Match used in UsedFloor().Matches(File.ReadAllText(file))
            let other = used.Groups["floor"].Value == "ConsolePages" ? "Console" : used.Groups["floor"].Value
            where Array.IndexOf(Floors, other) > Array.IndexOf(Floors, floor)
            select $"{Path.GetRelativePath(Functions, file)} uses {other}";

        Assert.Empty(upwards.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_folder_of_the_app_is_a_floor()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(Functions).Select(Path.GetFileName).OfType<string>().Where(name => name is not ("bin" or "obj"));

        Assert.Empty(folders.Except(Floors, StringComparer.Ordinal));
    }

    [Fact]
    public void The_app_asks_the_injected_clock_only()
    {
        IEnumerable<string> direct =
            from file in SourceFiles(Functions)
            where DirectClock().IsMatch(File.ReadAllText(file))
            select Path.GetRelativePath(Functions, file);

        Assert.Empty(direct);
    }

    [Fact]
    public void The_app_does_not_know_what_it_is_compiled_against()
    {
        IEnumerable<string> knowing =
            from file in SourceFiles(Functions)
            where Flavour().IsMatch(File.ReadAllText(file))
            select Path.GetRelativePath(Functions, file);

        Assert.Empty(knowing);
    }

    private static IEnumerable<string> SourceFiles(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Functions, file)
        where !relative.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !relative.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        select file;

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"\bCompensation\.(?<floor>[A-Z][A-Za-z]+)\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UsedFloor();

    [GeneratedRegex(@"\bDate(?:Time|TimeOffset)\.(?:UtcNow|Now|Today)\b|\bTask\.Delay\(|\bThread\.Sleep\(|\bStopwatch\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DirectClock();

    [GeneratedRegex(@"#if\b|Compensation\.Local", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Flavour();
}
