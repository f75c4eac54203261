using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Compensation.Tests.Structure;

public partial class PatternTests
{
    /// <summary>In .NET <c>$</c> is also true before a final line break: an id with one behind it would be taken for the id.</summary>
    [Fact]
    public void No_pattern_ends_where_a_line_break_may_still_follow()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        IEnumerable<string> loose =
            from folder in new[] { "functions", "local", "emulators", "rehearsal" }
            where Directory.Exists(Path.Combine(root, folder))
            from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from Match found in LooseEnd().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(root, file)}: {found.Value}";

        Assert.Empty(loose);
    }

    [Theory]
    [InlineData("""[GeneratedRegex("^a$", X)]""", true)]
    [InlineData("""[GeneratedRegex(@"(^a$|b)")]""", true)]
    [InlineData("""new Regex($"^{x}$")""", true)]
    [InlineData("""Regex.IsMatch(text, "a$")""", true)]
    [InlineData("""[GeneratedRegex(@"\Aa\z")]""", false)]
    [InlineData("""[GeneratedRegex(@"[!$%]+\$x")]""", false)]
    public void Such_an_end_is_found(string source, bool found) => Assert.Equal(found, LooseEnd().IsMatch(source));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""(?:GeneratedRegex\(|new Regex\(|Regex\.\w+\([^"\n]*)[$@]*"(?:[^"\n]*[^\\"\n])?\$(?:"|\|[^"\n]*"|\)[^"\n]*")""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LooseEnd();
}
