using System.Runtime.CompilerServices;

namespace Compensation.Tests.Structure;

public class MutantsTests
{
    /// <summary>A change whose place has moved is not tried any more, and nobody would notice.</summary>
    [Fact]
    public void Every_change_that_the_list_of_changes_names_can_still_be_made_and_there_are_tests_to_notice_it()
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        string[][] changes = [.. File.ReadLines(Path.Combine(root, "tests", "mutants.txt")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
        HashSet<string> tests = typeof(MutantsTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(changes);
        Assert.All(changes, change =>
        {
            Assert.Equal(4, change.Length);
            Assert.Contains(change[1], File.ReadAllText(Path.Combine(root, "functions", change[0])), StringComparison.Ordinal);
            Assert.NotEqual(change[1], change[2]);
            Assert.Subset(tests, change[3].Split('|').ToHashSet(StringComparer.Ordinal));
        });
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
