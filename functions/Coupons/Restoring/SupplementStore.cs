using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons.Restoring;

/// <summary>
/// The chain of supplements: table <c>Seals</c>, beside the seal, rows <c>x:{sequence}</c>. In the same transaction as a link are written <c>xc:{case}</c> and
/// <c>xe:{entitlement}</c>, so that there is one for each, <c>xk:{coupon}</c>, the coupon's sum, and <c>xh</c>, the end of the chain.
/// </summary>
public sealed class SupplementStore(TableServiceClient tables)
{
    private const string Head = "xh";

    private readonly TableClient _table = tables.GetTableClient(SealStore.TableName);

    internal async Task<(SupplementSum? Sum, ETag Version)> HeadAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        await FindAsync(campaign, Head, cancellationToken) is { } row
            ? (new SupplementSum(row.GetInt32("Count")!.Value, new Yen(row.GetInt64("Yen")!.Value), row.GetString("Hash")!), row.ETag)
            : (null, default);

    /// <summary>What has been added for a coupon.</summary>
    internal async Task<(Yen Sum, ETag Version)> OfCouponAsync(CampaignId campaign, EntitlementId coupon, CancellationToken cancellationToken) =>
        await FindAsync(campaign, CouponKey(coupon), cancellationToken) is { } row ? (new Yen(row.GetInt64("Yen")!.Value), row.ETag) : (Yen.Zero, default);

    internal async Task<Supplement?> OfCaseAsync(CampaignId campaign, string number, CancellationToken cancellationToken) =>
        await FindAsync(campaign, CaseKey(number), cancellationToken) is { } row && await FindAsync(campaign, KeyOf(row.GetInt32("Sequence")!.Value), cancellationToken) is { } link ? Read(link) : null;

    /// <summary>The link that speaks of a right; null where none does.</summary>
    internal async Task<Supplement?> OfRightAsync(CampaignId campaign, EntitlementId right, CancellationToken cancellationToken) =>
        await FindAsync(campaign, RightKey(right), cancellationToken) is { } row && await FindAsync(campaign, KeyOf(row.GetInt32("Sequence")!.Value), cancellationToken) is { } link ? Read(link) : null;

    /// <summary>Whether a link speaks of this right already.</summary>
    internal async Task<bool> IsTakenAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken) => await FindAsync(campaign, RightKey(id), cancellationToken) is not null;

    /// <summary>All of them, in order.</summary>
    internal async IAsyncEnumerable<Supplement> ReadAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {"x:"} and RowKey lt {"x;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return Read(row);
        }
    }

    /// <returns>False where somebody else has added one in between, of this case or another.</returns>
    internal async Task<bool> TryAddAsync(CampaignId campaign, SupplementLink link, CancellationToken cancellationToken)
    {
        Supplement added = link.Added;
        TableTransactionAction[] writes =
        [
            Add(RowOf(campaign, added)),
            Add(new TableEntity(campaign.Value, CaseKey(added.Case)) { ["Sequence"] = added.Sequence }),
            Add(new TableEntity(campaign.Value, RightKey(added.Entitlement)) { ["Sequence"] = added.Sequence }),
            Write(new TableEntity(campaign.Value, CouponKey(link.Coupon)) { ["Yen"] = (link.OfCoupon + added.Amount).Amount }, link.CouponVersion),
            Write(new TableEntity(campaign.Value, Head) { ["Count"] = added.Sequence, ["Yen"] = (link.Before + added.Amount).Amount, ["Hash"] = added.Hash }, link.HeadVersion),
        ];
        return await _table.TrySubmitAsync(writes, cancellationToken);
    }

    private async Task<TableEntity?> FindAsync(CampaignId campaign, string key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, key, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static TableTransactionAction Write(TableEntity row, ETag version) =>
        version == default ? Add(row) : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, version);

    private static string KeyOf(int sequence) => string.Create(CultureInfo.InvariantCulture, $"x:{sequence:d8}");

    private static string CaseKey(string number) => $"xc:{number}";

    private static string RightKey(EntitlementId id) => $"xe:{id}";

    private static string CouponKey(EntitlementId coupon) => $"xk:{coupon}";

    private static TableEntity RowOf(CampaignId campaign, Supplement supplement) => new(campaign.Value, KeyOf(supplement.Sequence))
    {
        [nameof(Supplement.Case)] = supplement.Case,
        [nameof(Supplement.Entitlement)] = supplement.Entitlement.ToString(),
        [nameof(Supplement.Number)] = supplement.Number,
        [nameof(Supplement.Amount)] = supplement.Amount.Amount,
        [nameof(Supplement.At)] = supplement.At,
        [nameof(Supplement.Hash)] = supplement.Hash,
    };

    private static Supplement Read(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(2), CultureInfo.InvariantCulture),
        row.GetString(nameof(Supplement.Case))!,
        EntitlementId.Parse(row.GetString(nameof(Supplement.Entitlement))!),
        row.GetString(nameof(Supplement.Number))!,
        new Yen(row.GetInt64(nameof(Supplement.Amount))!.Value),
        row.GetDateTimeOffset(nameof(Supplement.At))!.Value,
        row.GetString(nameof(Supplement.Hash))!);
}

/// <summary>A link that is to be added, with what it was computed from.</summary>
/// <param name="Added">The link.</param>
/// <param name="Before">What the chain amounted to.</param>
/// <param name="HeadVersion">The end of the chain as it was read; default where there was none.</param>
/// <param name="Coupon">Whose coupon.</param>
/// <param name="OfCoupon">What had been added for it.</param>
/// <param name="CouponVersion">As that was read; likewise.</param>
internal sealed record SupplementLink(Supplement Added, Yen Before, ETag HeadVersion, EntitlementId Coupon, Yen OfCoupon, ETag CouponVersion);
