using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>Somebody who was erased on his request.</summary>
/// <param name="Id">The right, and the coupon that it comes from: itself a keyed hash.</param>
/// <param name="At">UTC.</param>
/// <param name="By">The operator.</param>
public sealed record Erasure(EntitlementId Id, DateTimeOffset At, string By)
{
    /// <summary>Keyed hash of the coupon's inquiry number, by which files that state it again are known; null where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>Whether he has given up what he could still collect.</summary>
    public bool GivesUp { get; init; }

    /// <summary>The first of his rights, where he has several that are erased together: they are counted as one person's.</summary>
    public EntitlementId? OnePerson { get; init; }

    /// <summary>Whether another right of his number or address stays on file, and counts for the person.</summary>
    public bool CountedElsewhere { get; init; }

    /// <summary>It, with how the person is counted from now on.</summary>
    internal Entitlement Counted(Entitlement right) => right with { OnePerson = right.OnePerson ?? OnePerson, CountedElsewhere = right.CountedElsewhere || CountedElsewhere };

    /// <summary>Whether nothing of him is left; else a kill came in between, and the rest is erased by a timer.</summary>
    public bool IsDone { get; init; }
}

/// <summary>
/// Who was erased on his request, so that no file, report, application or note brings him back: table <c>Entitlements</c>, partition <c>{campaign}:x</c>, row <c>{id}</c>. They are few. The row is written
/// before the first thing is erased, and stays.
/// </summary>
public sealed class Erasures(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>One point read; null where nobody has erased him.</summary>
    public async Task<Erasure?> FindAsync(CampaignId campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign), id.ToString(), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>All of a campaign.</summary>
    public async IAsyncEnumerable<Erasure> ReadAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign)}"), cancellationToken: cancellationToken))
        {
            yield return Read(row);
        }
    }

    /// <summary>The hashes of coupons whose holders were erased.</summary>
    internal async Task<IReadOnlySet<string>> NumbersAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        await ReadAsync(campaign, cancellationToken).Select(erasure => erasure.Number).OfType<string>().ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    /// <summary>Writes those of one person, at most a hundred, in one transaction: from now on nothing brings him back.</summary>
    internal Task BeginAsync(CampaignId campaign, IEnumerable<Erasure> erasures, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(erasures.Select(erasure => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Write(campaign, erasure))), cancellationToken);

    internal Task CompleteAsync(CampaignId campaign, Erasure erasure, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Write(campaign, erasure with { IsDone = true }), TableUpdateMode.Replace, cancellationToken);

    private static TableEntity Write(CampaignId campaign, Erasure erasure) => new(PartitionOf(campaign), erasure.Id.ToString())
    {
        [nameof(Erasure.At)] = erasure.At,
        [nameof(Erasure.By)] = erasure.By,
        [nameof(Erasure.Number)] = erasure.Number,
        [nameof(Erasure.GivesUp)] = erasure.GivesUp,
        [nameof(Erasure.CountedElsewhere)] = erasure.CountedElsewhere,
        [nameof(Erasure.OnePerson)] = erasure.OnePerson?.ToString(),
        [nameof(Erasure.IsDone)] = erasure.IsDone,
    };

    private static Erasure Read(TableEntity row) => new(EntitlementId.Parse(row.RowKey), row.GetDateTimeOffset(nameof(Erasure.At))!.Value, row.GetString(nameof(Erasure.By))!)
    {
        Number = row.GetString(nameof(Erasure.Number)),
        GivesUp = row.GetBoolean(nameof(Erasure.GivesUp)) ?? false,
        CountedElsewhere = row.GetBoolean(nameof(Erasure.CountedElsewhere)) ?? false,
        OnePerson = row.GetString(nameof(Erasure.OnePerson)) is { } first ? EntitlementId.Parse(first) : null,
        IsDone = row.GetBoolean(nameof(Erasure.IsDone)) ?? false,
    };

    private static string PartitionOf(CampaignId campaign) => $"{campaign}:x";
}
