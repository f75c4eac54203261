using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>Rows, and conditions on them once as a filter and once as code.</summary>
internal sealed class RandomFilters(int seed)
{
    private static readonly (string Word, Func<int, bool> Holds)[] _comparisons =
    [
        ("eq", order => order == 0), ("ne", order => order != 0), ("lt", order => order < 0),
        ("le", order => order <= 0), ("gt", order => order > 0), ("ge", order => order >= 0),
    ];

    private readonly Random _random = new(seed);

    public TableEntity Row(int number) => new($"p{_random.Next(4)}", $"r{number:D2}")
    {
        ["Name"] = Text(),
        ["Number"] = _random.Next(6),
        ["Yen"] = (long)_random.Next(6),
        ["Share"] = _random.Next(6) / 2.0,
        ["Open"] = _random.Next(2) == 0,
    };

    public (string Filter, Func<TableEntity, bool> Condition) Condition(int depth)
    {
        if (depth == 0 || _random.Next(4) == 0)
        {
            return Comparison();
        }

        (string leftText, Func<TableEntity, bool> left) = Condition(depth - 1);
        (string rightText, Func<TableEntity, bool> right) = Condition(depth - 1);
        return _random.Next(3) switch
        {
            0 => ($"({leftText}) and ({rightText})", row => left(row) && right(row)),
            1 => ($"({leftText}) or ({rightText})", row => left(row) || right(row)),
            _ => ($"not ({leftText})", row => !left(row)),
        };
    }

    private (string Filter, Func<TableEntity, bool> Condition) Comparison()
    {
        (string word, Func<int, bool> holds) = _comparisons[_random.Next(_comparisons.Length)];
        string text = Text();
        int number = _random.Next(6);
        double share = _random.Next(6) / 2.0;
        string partition = $"p{_random.Next(4)}";
        string row = $"r{_random.Next(60):D2}";
        return _random.Next(7) switch
        {
            0 => (TableClient.CreateQueryFilter($"Name ") + word + TableClient.CreateQueryFilter($" {text}"), r => holds(string.CompareOrdinal(r.GetString("Name"), text))),
            1 => ($"Number {word} {number}", r => holds(r.GetInt32("Number")!.Value.CompareTo(number))),
            2 => ($"Yen {word} {number}L", r => holds(r.GetInt64("Yen")!.Value.CompareTo(number))),
            3 => (FormattableString.Invariant($"Share {word} {share:F1}"), r => holds(r.GetDouble("Share")!.Value.CompareTo(share))),
            4 => ($"PartitionKey {word} '{partition}'", r => holds(string.CompareOrdinal(r.PartitionKey, partition))),
            5 => ($"RowKey {word} '{row}'", r => holds(string.CompareOrdinal(r.RowKey, row))),
            _ => ("Open eq true", r => r.GetBoolean("Open") == true),
        };
    }

    private string Text() => ((string[])["a", "b's", "県", "Z", "a b"])[_random.Next(5)];
}
