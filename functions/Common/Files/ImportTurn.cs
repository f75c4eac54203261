using System.Globalization;
using Azure.Data.Tables;

namespace Compensation.Common.Files;

/// <summary>What somebody is about to take in.</summary>
/// <param name="Campaign">For which campaign.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Its name.</param>
/// <param name="By">Who brings it, or null.</param>
public sealed record ImportWork(CampaignId Campaign, ImportKind Kind, string File, string? By)
{
    /// <summary>The file's hash, 64 hex digits; null where it is no file but another act that needs the same turn.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>
/// Whose turn it is. Table <c>Imports</c>, partition <c>{campaign}:book</c>, row <c>turn</c> for whatever changes a ledger and <c>turn:{kind}</c> for the others; of codes, which
/// are unique in the whole installation, partition <c>0:book</c>.
/// </summary>
/// <param name="Work">What is taken in.</param>
/// <param name="FileId">The file's name in the book, which a ledger's rows are marked with.</param>
/// <param name="Since">UTC.</param>
/// <param name="Holder">The process that is at it.</param>
/// <param name="Attempt">The work in that process.</param>
internal sealed record ImportTurn(ImportWork Work, string FileId, DateTimeOffset Since, string Holder, Guid Attempt)
{
    public const string Until = nameof(Until);

    /// <summary>What the rows of turns begin with.</summary>
    public const string Prefix = "turn";
    public const string PrefixEnd = "turo";

    /// <summary>Codes of all campaigns. Campaigns' names begin with a letter.</summary>
    public const string Everywhere = "0:book";

    /// <summary>Stands as the end of a turn that has ended.</summary>
    public static readonly DateTimeOffset Ended = DateTimeOffset.UnixEpoch;

    public string Partition => PartitionOf(Work.Campaign, Work.Kind);

    /// <summary>Where the file is noted once it has been taken in.</summary>
    public string Book => ImportBook.PartitionOf(Work.Campaign);

    public static string PartitionOf(CampaignId campaign, ImportKind kind) => kind == ImportKind.Codes ? Everywhere : ImportBook.PartitionOf(campaign);

    public static string RowKeyOf(ImportKind kind) => kind is ImportKind.Ledger or ImportKind.Adjustments ? Prefix : $"{Prefix}:{kind}";

    public static ImportTurn Read(TableEntity row) => new(
        new ImportWork(
            CampaignId.Parse(row.GetString(nameof(ImportWork.Campaign)) ?? row.PartitionKey.Split(':')[0]),
            Enum.Parse<ImportKind>(row.GetString(nameof(ImportWork.Kind))!),
            row.GetString(nameof(ImportWork.File))!,
            row.GetString(nameof(ImportWork.By)))
        {
            Sha256 = row.GetString(nameof(ImportWork.Sha256)),
        },
        row.GetString(nameof(FileId))!,
        row.GetDateTimeOffset(nameof(Since))!.Value,
        row.GetString(nameof(Holder))!,
        row.GetGuid(nameof(Attempt))!.Value);

    public TableEntity ToRow(DateTimeOffset until)
    {
        TableEntity row = new(Partition, RowKeyOf(Work.Kind))
        {
            [nameof(FileId)] = FileId,
            [nameof(ImportWork.Campaign)] = Work.Campaign.Value,
            [nameof(ImportWork.Kind)] = Work.Kind.ToString(),
            [nameof(ImportWork.File)] = Work.File,
            [nameof(Since)] = Since,
            [nameof(Holder)] = Holder,
            [nameof(Attempt)] = Attempt,
            [Until] = until,
        };
        if (Work.By is not null)
        {
            row[nameof(ImportWork.By)] = Work.By;
        }

        if (Work.Sha256 is not null)
        {
            row[nameof(ImportWork.Sha256)] = Work.Sha256;
        }

        return row;
    }

    /// <summary>What the list of imports says of it as long as it is not known to have come to its end; null where it is no file.</summary>
    public ImportEntry? ToEntry(ImportStanding standing) => Work.Sha256 is null
        ? null
        : new ImportEntry(FileId, Work.Kind, Work.File, Work.Sha256, Work.By, Since, new Dictionary<string, long>(StringComparer.Ordinal)) { Standing = standing };

    /// <summary>For answers and alarms: which file it is and since when.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Work.File}{(Work.By is null ? string.Empty : $" of {Work.By}")}, since {Since.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm:ss zzz}");
}
