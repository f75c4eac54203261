using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Compensation.Common.Files;

/// <summary>A file that was taken in, or begun: what it was, who brought it, and what it did.</summary>
/// <param name="Id">Its name in the book; also stands in the rows that it wrote.</param>
/// <param name="Kind">What it held.</param>
/// <param name="File">The name it was sent under.</param>
/// <param name="Sha256">Its hash, 64 hex digits.</param>
/// <param name="By">The operator; null where the request named nobody.</param>
/// <param name="At">When it was taken in, UTC; when it was begun, as long as it has not come to its end.</param>
/// <param name="Counts">What it came to, such as <c>rows</c> and <c>written</c>.</param>
public sealed record ImportEntry(string Id, ImportKind Kind, string File, string Sha256, string? By, DateTimeOffset At, IReadOnlyDictionary<string, long> Counts)
{
    internal const string Prefix = "i:";
    internal const string PrefixEnd = "i;";

    /// <summary>Whether it came to its end.</summary>
    public ImportStanding Standing { get; init; }

    /// <summary>Set where it was taken back: nothing of it counts any more.</summary>
    public TakenBack? TakenBack { get; init; }

    internal static ImportEntry Read(TableEntity row) => new(
        row.RowKey[Prefix.Length..],
        Enum.Parse<ImportKind>(row.GetString(nameof(Kind))!),
        row.GetString(nameof(File))!,
        row.GetString(nameof(Sha256))!,
        row.GetString(nameof(By)),
        row.GetDateTimeOffset(nameof(At))!.Value,
        JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(nameof(Counts))!)!)
    {
        Standing = row.GetBoolean(nameof(ImportStanding.BrokenOff)) == true ? ImportStanding.BrokenOff : ImportStanding.Completed,
        TakenBack = row.GetDateTimeOffset("TakenBackAt") is { } at ? new TakenBack(at, row.GetString("TakenBackBy")!, row.GetString("TakenBackReason")!) : null,
    };

    internal TableEntity ToRow(string partition)
    {
        TableEntity row = new(partition, Prefix + Id)
        {
            [nameof(Kind)] = Kind.ToString(),
            [nameof(File)] = File,
            [nameof(Sha256)] = Sha256,
            [nameof(At)] = At,
            [nameof(Counts)] = JsonSerializer.Serialize(Counts),
        };
        if (Standing == ImportStanding.BrokenOff)
        {
            row[nameof(ImportStanding.BrokenOff)] = true;
        }

        if (By is not null)
        {
            row[nameof(By)] = By;
        }

        if (TakenBack is { } back)
        {
            (row["TakenBackAt"], row["TakenBackBy"], row["TakenBackReason"]) = (back.At, back.By, back.Reason);
        }

        return row;
    }

    /// <summary>A new name; names sort by time.</summary>
    internal static string NewId(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:x15}{Random.Shared.NextInt64(1L << 32):x8}");
}

/// <summary>What files hold. Stored by name: never rename.</summary>
public enum ImportKind
{
    Ledger,
    Adjustments,
    Codes,
    Purchases,
    MemberContacts,
    PostingResults,
    TransferResults,
}

/// <summary>Whether a file came to its end.</summary>
public enum ImportStanding
{
    /// <summary>It was taken in to its end.</summary>
    Completed,

    /// <summary>It is being taken in.</summary>
    UnderWay,

    /// <summary>It was begun and has not come to its end. Of a ledger or adjustments nothing counts; of other files, what was written. The same file again does the rest.</summary>
    BrokenOff,
}

/// <summary>An import that was made by mistake and does not count any more.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The operator's words.</param>
public sealed record TakenBack(DateTimeOffset At, string By, string Reason);
