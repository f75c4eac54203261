namespace Compensation.Tests.Local.Contract;

/// <summary>What one or more official packages offer, by documentation id.</summary>
internal sealed class OfficialSurface
{
    private readonly Dictionary<string, HashSet<string>> _lines = new(StringComparer.Ordinal);

    public OfficialSurface(IEnumerable<string> packages)
    {
        foreach (string package in packages)
        {
            string file = Path.Combine(AppContext.BaseDirectory, "Local", "Contract", "lists", package + ".txt");
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
            {
                string id = IdOf(line);
                (_lines.TryGetValue(id, out HashSet<string>? known) ? known : _lines[id] = new(StringComparer.Ordinal)).Add(line);
            }
        }
    }

    public static string IdOf(string line) => line.Split(' ', 2)[0];

    public bool Has(string id) => _lines.ContainsKey(id);

    /// <summary>Null if the line is the package's own; otherwise what the package has instead.</summary>
    public string? Difference(string line)
    {
        if (!_lines.TryGetValue(IdOf(line), out HashSet<string>? official))
        {
            return $"the package has nothing like\n    local    {line}";
        }

        return official.Contains(line) ? null : $"different:\n    official {string.Join("\n    official ", official)}\n    local    {line}";
    }
}
