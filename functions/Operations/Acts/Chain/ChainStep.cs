using System.Text.Json;
using Azure.Data.Tables;

namespace Compensation.Operations.Acts.Chain;

/// <summary>What is written of an act in one step: that it was begun, or how it was answered. Each is a link of the chain.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Row">The columns that it writes.</param>
internal sealed record ChainStep(StepKind Kind, TableEntity Row)
{
    /// <summary>What is hashed: the kind, where it stands, and each of its columns as it is stored.</summary>
    public string Content => ContentOf(Kind, Row);

    public static string ContentOf(StepKind kind, TableEntity row) =>
        JsonSerializer.Serialize<object[]>([kind.Name, row.PartitionKey, row.RowKey, .. kind.Columns.Select(column => Stored(row, column))]);

    /// <summary>The row with its link.</summary>
    public TableEntity Linked(ChainHead before, ChainHead after) => new(Row)
    {
        [Kind.Sequence] = after.Sequence,
        [Kind.Before] = before.Hash,
        [Kind.Hash] = after.Hash,
    };

    /// <summary>Texts and whole numbers, each as what it is: the number 200 is not the text "200".</summary>
    private static object Stored(TableEntity row, string column) => (row.TryGetValue(column, out object? value) ? value : null) switch
    {
        null => string.Empty,
        string text => text,
        int number => number,
        object other => $"{other.GetType().Name} {other}",
    };
}

/// <summary>A kind of step: what of a row it covers, and where its link stands.</summary>
internal sealed record StepKind(string Name, IReadOnlyList<string> Columns)
{
    public static readonly StepKind Begun = new("Begun", [nameof(Act.Operation), nameof(Act.Path), nameof(Act.Subject), nameof(Act.From), nameof(Act.At)]);

    /// <summary>The reason by its digest: the digest stays when the reason's time is over. Rows by the hash over their pages.</summary>
    public static readonly StepKind Ended = new("Ended", [nameof(Act.By), ReasonDigest, nameof(Act.Status), nameof(Act.Rows), RowsHash]);

    public static readonly IReadOnlyList<StepKind> All = [Begun, Ended];

    /// <summary>Whether a row says more of an act's answer than a link does: there is none yet, and it stands there all the same.</summary>
    public static bool SaysWithoutLink(TableEntity row) =>
        row.GetInt64(Ended.Sequence) is null && Ended.Columns.Append(nameof(Act.Reason)).Any(column => row.TryGetValue(column, out object? value) && value is not null);

    public const string ReasonDigest = "ReasonDigest";
    public const string RowsHash = "RowsHash";

    public string Sequence => $"{Name}Link";

    public string Before => $"{Name}Before";

    public string Hash => $"{Name}Hash";
}
