using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Transfers;

/// <summary>The stored shape of a transfer: table <c>Entitlements</c>, row <c>t:{id}</c>, in the partition of its right, so that one transaction moves both.</summary>
internal static class TransferRow
{
    public const string Prefix = "t:";
    public const string PrefixEnd = "t;";

    private const string DayForm = "yyyy-MM-dd";

    public static string KeyOf(EntitlementId id) => Prefix + id;

    public static TableEntity Write(Transfer transfer, Campaign campaign)
    {
        TableEntity row = new(Shards.PartitionKey(campaign.Id, transfer.Id.ShardOf(campaign.Shards)), KeyOf(transfer.Id))
        {
            [nameof(Transfer.Amount)] = transfer.Amount.Amount,
            [nameof(Transfer.State)] = transfer.State.ToString(),
            [nameof(Transfer.Version)] = transfer.Version,
            [nameof(Transfer.Attempt)] = transfer.Attempt,
            [nameof(Transfer.HasUnknownBranch)] = transfer.HasUnknownBranch,
            [nameof(Transfer.AskedAt)] = transfer.AskedAt,
            [nameof(Transfer.ChangedAt)] = transfer.ChangedAt,
            [nameof(Transfer.ToldAttempt)] = transfer.ToldAttempt,
        };
        Put(row, nameof(Transfer.EnteredBy), transfer.EnteredBy);
        Put(row, nameof(Transfer.Acts), transfer.Acts.ToString() is { Length: > 0 } acts ? acts : null);
        Put(row, nameof(Transfer.ProtectedForm), transfer.ProtectedForm);
        Put(row, nameof(Transfer.Checked), Json(transfer.Checked));
        Put(row, nameof(Transfer.Released), Json(transfer.Released));
        Put(row, nameof(Transfer.Resolved), Json(transfer.Resolved));
        Put(row, nameof(Transfer.Resolution), transfer.Resolution is null ? null : JsonSerializer.Serialize(transfer.Resolution));
        Put(row, nameof(Transfer.HeldBecause), transfer.HeldBecause);
        Put(row, nameof(Transfer.File), transfer.File);
        Put(row, nameof(Transfer.PayOn), transfer.PayOn?.ToString(DayForm, CultureInfo.InvariantCulture));
        Put(row, nameof(Transfer.ReturnedBecause), transfer.ReturnedBecause?.ToString());
        Put(row, nameof(Transfer.Lines), transfer.Lines.Count == 0 ? null : JsonSerializer.Serialize(transfer.Lines));
        return row;
    }

    public static Transfer Read(TableEntity row, CampaignId campaign) => new()
    {
        Campaign = campaign,
        Id = EntitlementId.Parse(row.RowKey[Prefix.Length..]),
        Amount = new Yen(row.GetInt64(nameof(Transfer.Amount))!.Value),
        State = Enum.Parse<TransferState>(row.GetString(nameof(Transfer.State))),
        Version = row.GetInt32(nameof(Transfer.Version))!.Value,
        Attempt = row.GetInt32(nameof(Transfer.Attempt))!.Value,
        ProtectedForm = row.GetString(nameof(Transfer.ProtectedForm)),
        HasUnknownBranch = row.GetBoolean(nameof(Transfer.HasUnknownBranch))!.Value,
        AskedAt = row.GetDateTimeOffset(nameof(Transfer.AskedAt))!.Value,
        ChangedAt = row.GetDateTimeOffset(nameof(Transfer.ChangedAt))!.Value,
        Checked = SignatureIn(row, nameof(Transfer.Checked)),
        Released = SignatureIn(row, nameof(Transfer.Released)),
        Resolved = SignatureIn(row, nameof(Transfer.Resolved)),
        Resolution = row.GetString(nameof(Transfer.Resolution)) is { } end ? JsonSerializer.Deserialize<Resolution>(end) : null,
        HeldBecause = row.GetString(nameof(Transfer.HeldBecause)),
        File = row.GetInt32(nameof(Transfer.File)),
        PayOn = row.GetString(nameof(Transfer.PayOn)) is { } day ? DateOnly.ParseExact(day, DayForm, CultureInfo.InvariantCulture) : null,
        ReturnedBecause = row.GetString(nameof(Transfer.ReturnedBecause)) is { } reason ? Enum.Parse<ReturnReason>(reason) : null,
        Lines = row.GetString(nameof(Transfer.Lines)) is { } lines ? JsonSerializer.Deserialize<ResultLine[]>(lines)! : [],
        ToldAttempt = row.GetInt32(nameof(Transfer.ToldAttempt)) ?? 0,
        EnteredBy = row.GetString(nameof(Transfer.EnteredBy)),
        Acts = RecentActs.Parse(row.GetString(nameof(Transfer.Acts))),
        Tag = row.ETag,
    };

    private static string? Json(Signature? signature) => signature is null ? null : JsonSerializer.Serialize(signature);

    private static Signature? SignatureIn(TableEntity row, string column) => row.GetString(column) is { } json ? JsonSerializer.Deserialize<Signature>(json) : null;

    private static void Put(TableEntity row, string column, object? value)
    {
        if (value is not null)
        {
            row[column] = value;
        }
    }
}
