using System.Globalization;

namespace Compensation.Mutation;

/// <summary>From the changes to what became of each.</summary>
internal sealed class MutationRun(string root, string[] places)
{
    private int _noticed;
    private int _survived;
    private int _equivalent;
    private int _uncovered;
    private int _before;

    public int Every { get; init; } = 1;

    public string Only { get; init; } = string.Empty;

    public int TestsMax { get; init; }

    public string Out { get; init; } = string.Empty;

    /// <returns>Whether every change was noticed, or is known to make no difference.</returns>
    public async Task<bool> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("mutation-").FullName;
        try
        {
            CopyTests(folder);
            SwitchedApp app = await SwitchedApp.ReadAsync(root);
            IReadOnlyList<Change> all = [.. app.ChangesOf(root, places).Where(change => change.Id % Every == 0)];
            Console.WriteLine($"{all.Count} changes");
            IReadOnlyList<Change> changes = app.Write(all, Path.Combine(folder, "Compensation.Functions.dll"));
            Console.WriteLine($"{changes.Count} of them are code");
            await TryAsync(changes, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine($"{_noticed} noticed, {_survived} survived, {_uncovered} without a test, {_equivalent} known to make no difference, {_before} tried before.");
        return _survived + _uncovered == 0;
    }

    private static void CopyTests(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}.playwright{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task TryAsync(IReadOnlyList<Change> changes, string folder)
    {
        await using TestsOutside tests = new(folder, Only);
        List<CoveringTest> covering = await tests.CoverAsync().ToListAsync();
        foreach (CoveringTest failed in covering.Where(test => !test.Passed))
        {
            Console.WriteLine($"fails without any change, and is left out: {failed.Name}: {failed.Why}");
        }

        covering.RemoveAll(test => !test.Passed);
        if (covering.Count == 0)
        {
            throw new InvalidOperationException("No test passes without any change.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{covering.Count} tests, {covering.Sum(test => test.Milliseconds) / 1000} s"));

        HashSet<string> known = Lines(Path.Combine(root, "tests", "Mutation", "equivalent.txt"));
        HashSet<string> before = [.. Lines(Out).Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..])];
        Dictionary<Microsoft.CodeAnalysis.SyntaxNode, int> members = changes.GroupBy(change => change.Owner).ToDictionary(owner => owner.Key, owner => owner.Min(change => change.Id));
        Dictionary<string, HashSet<int>> files = changes.GroupBy(change => change.File, StringComparer.Ordinal).ToDictionary(file => file.Key, file => file.Select(change => members[change.Owner]).ToHashSet(), StringComparer.Ordinal);
        foreach (Change change in changes)
        {
            if (known.Contains(change.Name))
            {
                _equivalent++;
            }
            else if (before.Contains(change.Name))
            {
                _before++;
            }
            else
            {
                Tell(change, await OfAsync(change, members[change.Owner], files[change.File], covering, tests));
            }
        }
    }

    /// <param name="change">What is tried.</param>
    /// <param name="member">The body in which it is.</param>
    /// <param name="file">All bodies of its file: which tests use what is made ready once in a process is not seen, so all of the file's are tried.</param>
    /// <param name="covering">All tests.</param>
    /// <param name="tests">Runs them.</param>
    private async Task<string> OfAsync(Change change, int member, HashSet<int> file, List<CoveringTest> covering, TestsOutside tests)
    {
        bool isOnce = covering.Exists(test => test.Once.Contains(member));
        string own = $".{Path.GetFileNameWithoutExtension(change.File)}Tests.";
        string beside = $".{change.File.Split('/')[0]}.";
        CoveringTest[] coming = [.. covering.Where(test => test.Members.Contains(member) || (isOnce && test.Members.Overlaps(file)))
            .OrderByDescending(test => test.Name.Contains(own, StringComparison.Ordinal))
            .ThenByDescending(test => test.Name.Contains(beside, StringComparison.Ordinal))
            .ThenBy(test => test.Members.Count * (1 + (test.Milliseconds / 100)))];
        if (coming.Length == 0)
        {
            _uncovered++;
            return "no test";
        }

        string? by = await tests.TryAsync(change.Id, [.. coming.Take(TestsMax)], isOnce);
        if (by is not null)
        {
            _noticed++;
            return "noticed";
        }

        _survived++;
        return coming.Length <= TestsMax ? "survived" : "survived so far";
    }

    private void Tell(Change change, string outcome)
    {
        if (outcome != "noticed")
        {
            Console.WriteLine($"{outcome,-16} {change}");
        }

        if (Out.Length > 0)
        {
            File.AppendAllText(Out, $"{outcome}\t{change.Name}\n");
        }
    }

    private static HashSet<string> Lines(string file) =>
        File.Exists(file) ? File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').ToHashSet(StringComparer.Ordinal) : [];
}
