using System.Globalization;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>A head of a chain of acts, as it was written outside the store.</summary>
/// <param name="Partition">Which chain.</param>
/// <param name="Sequence">Its number of links.</param>
/// <param name="Hash">Of the last of them.</param>
/// <param name="At">When it was written (UTC).</param>
public sealed record Anchor(string Partition, long Sequence, string Hash, DateTimeOffset At)
{
    /// <summary>One line of text with its end; a line that a kill has torn has none.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Partition}\t{Sequence}\t{Hash}\t{At.UtcDateTime:O}\n");

    /// <returns>Null where the line is none.</returns>
    public static Anchor? Parse(string line) =>
        line.Split('\t') is [var partition, var number, var hash, var at]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
        && DateTimeOffset.TryParseExact(at, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset written)
            ? new Anchor(partition, sequence, hash, written)
            : null;
}
