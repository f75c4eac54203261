using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>Reads, claims and records notices: a page of people costs one query and two transactions a hundred.</summary>
public sealed class NoticeStore(TableServiceClient tables, CampaignCatalog campaigns)
{
    private const int QueriesAtATime = 8;

    private static readonly string[] s_keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>What each person of a page has been sent, as far as an order needs to know: one query for each kind and shard.</summary>
    /// <param name="order">The order.</param>
    /// <param name="people">A page, in the order of ids; of one shard or several.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<IReadOnlyDictionary<EntitlementId, NoticeHistory>> ReadHistoriesAsync(NoticeOrder order, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        NoticeKind first = campaigns[people[0].Campaign].FirstNotice();
        NoticeKind[] before = order.Kind switch
        {
            NoticeKind.Reminder or NoticeKind.Resend => [first, NoticeKind.Fallback, NoticeKind.Resend],
            NoticeKind.CodeReady => [first, NoticeKind.Fallback, NoticeKind.Resend, NoticeKind.CodeReady],
            NoticeKind.Fallback => [first, NoticeKind.Resend],
            NoticeKind.TransferResult or NoticeKind.TransferResultAgain => [first, NoticeKind.Fallback, NoticeKind.Resend, NoticeKind.TransferResult, NoticeKind.TransferResultAgain],
            _ => [],
        };
        IEnumerable<IGrouping<int, Entitlement>> shards = people.GroupBy(person => person.Id.ShardOf(campaigns[person.Campaign].Shards));
        ConcurrentBag<List<Notice>> read = [];
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = QueriesAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            from shard in shards
            from kind in before.Append(order.Kind).Distinct()
            select (kind, shard),
            bounded,
            async (range, token) => read.Add(await ReadKindAsync(range.kind, [.. range.shard], token)));
        return read.SelectMany(notices => notices)
            .GroupBy(notice => notice.Id.Entitlement)
            .ToDictionary(person => person.Key, person => new NoticeHistory(
                OrderedOf(order, [.. person]),
                [.. person.Where(notice => before.Contains(notice.Id.Kind))])
            {
                RemindedAt = order.Kind == NoticeKind.Reminder ? LastOf(person.Where(notice => notice.Id.Kind == NoticeKind.Reminder && !order.IsFor(notice))) : null,
            });
    }

    /// <summary>What repeats a transfer's result belongs to the last of these; but one that may have gone out is settled first, whatever was sent since.</summary>
    private static Notice? OrderedOf(NoticeOrder order, IReadOnlyList<Notice> person)
    {
        if (order.Kind != NoticeKind.TransferResultAgain)
        {
            return person.FirstOrDefault(order.IsFor);
        }

        Notice[] again = [.. person.Where(notice => notice.Id.Kind == order.Kind)];
        int? last = new NoticeHistory(null, person).WordOfTransfer?.Id.Sequence;
        return again.FirstOrDefault(notice => notice.MayHaveGoneOut) ?? again.FirstOrDefault(notice => notice.Id.Sequence == last);
    }

    private static DateTimeOffset? LastOf(IEnumerable<Notice> reminders) => reminders
        .Where(notice => notice.State is not NoticeState.Failed && (notice.State != NoticeState.Deferred || notice.MayHaveGoneOut))
        .Max(notice => (DateTimeOffset?)(notice.SettledAt ?? notice.ClaimedAt));

    /// <summary>Whose turn it is to remind a shard's people, as it stands before their histories are read.</summary>
    internal async Task<ReminderTurn> ReadTurnAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        string partition = Shards.PartitionKey(campaign, shard);
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, ReminderTurn.RowKey, cancellationToken: cancellationToken);
        return new ReminderTurn(partition, row.HasValue ? row.Value!.ETag : null);
    }

    private async Task<List<Notice>> ReadKindAsync(NoticeKind kind, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        Entitlement first = people[0];
        string partition = Shards.PartitionKey(first.Campaign, first.Id.ShardOf(campaigns[first.Campaign].Shards));
        string range = RangeOf(partition, NoticeRow.KeyOf(kind, first.Id, 0), NoticeRow.KeyOf(kind, people[^1].Id, 99));
        List<Notice> notices = [];
        await foreach (NoticeRow row in _table.QueryAsync<NoticeRow>(range, cancellationToken: cancellationToken))
        {
            notices.Add(row.ToNotice(first.Campaign));
        }

        return notices;
    }

    /// <summary>Everything that was ever sent to one person, the earliest first.</summary>
    public async Task<IReadOnlyList<Notice>> ReadOfAsync(Entitlement person, CancellationToken cancellationToken)
    {
        List<Notice>[] kinds = await Task.WhenAll(Enum.GetValues<NoticeKind>().Select(kind => ReadKindAsync(kind, [person], cancellationToken)));
        return [.. kinds.SelectMany(notices => notices).OrderBy(notice => notice.FirstTriedAt ?? notice.ClaimedAt)];
    }

    /// <summary>What the message that a wave had for each of some people has become by now: one query each. To whom nothing has gone out is missing.</summary>
    /// <param name="wave">The wave.</param>
    /// <param name="kind">What it sends.</param>
    /// <param name="people">Hundreds at most.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public async Task<IReadOnlyDictionary<EntitlementId, NoticeOutcome>> ReadOutcomesAsync(WaveId wave, NoticeKind kind, IReadOnlyCollection<EntitlementId> people, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<EntitlementId, NoticeOutcome> outcomes = new();
        ParallelOptions bounded = new() { MaxDegreeOfParallelism = 2 * QueriesAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(people, bounded, async (person, token) =>
        {
            string partition = Shards.PartitionKey(wave.Campaign, person.ShardOf(campaigns[wave.Campaign].Shards));
            string range = RangeOf(partition, NoticeRow.KeyOf(kind, person, 0), NoticeRow.KeyOf(kind, person, 99));
            await foreach (Notice notice in _table.QueryAsync<NoticeRow>(range, cancellationToken: token).Select(row => row.ToNotice(wave.Campaign)).Where(notice => notice.Wave == wave.Id))
            {
                outcomes[person] = notice.Outcome;
            }
        });
        return outcomes;
    }

    /// <summary>All notices of one shard, streamed.</summary>
    public async IAsyncEnumerable<Notice> ReadShardAsync(CampaignId campaign, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = RangeOf(Shards.PartitionKey(campaign, shard), "n:", "n;");
        await foreach (NoticeRow row in _table.QueryAsync<NoticeRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToNotice(campaign);
        }
    }

    /// <summary>Erases to where one person was written, and by what the provider knows it. That it was sent, when, and what became of it stays.</summary>
    internal async Task ForgetAddressesAsync(Entitlement person, CancellationToken cancellationToken)
    {
        foreach (Notice notice in (await ReadOfAsync(person, cancellationToken)).Where(notice => notice.Address.Length > 0))
        {
            await ForgetAddressesAsync([WithoutAddress(RowOf(notice).PartitionKey, RowOf(notice).RowKey)], cancellationToken);
        }
    }

    /// <summary>Of a whole shard, a hundred at a time. A repeat reads only what is left.</summary>
    internal async Task ForgetAddressesAsync(CampaignId campaign, int shard, CancellationToken cancellationToken)
    {
        string filter = $"{RangeOf(Shards.PartitionKey(campaign, shard), "n:", "n;")} and Address gt ''";
        await foreach (TableEntity[] some in _table.QueryAsync<TableEntity>(filter, select: s_keys, cancellationToken: cancellationToken).Chunk(EntitlementStore.TransactionSizeMax))
        {
            await ForgetAddressesAsync(some.Select(row => WithoutAddress(row.PartitionKey, row.RowKey)), cancellationToken);
        }
    }

    /// <summary>Only these columns: a report may come at the same time.</summary>
    private Task ForgetAddressesAsync(IEnumerable<TableEntity> some, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, ETag.All)), cancellationToken);

    private static TableEntity WithoutAddress(string partition, string row) => new(partition, row) { [nameof(NoticeRow.Address)] = string.Empty, [nameof(NoticeRow.ProviderReference)] = string.Empty };

    /// <summary>Claims up to a hundred notices of one shard in one transaction: new ones by insertion, others on condition that they are as they were read.</summary>
    /// <returns>The claims with their rows' new versions, or null where another sender was faster with any of them; then none was claimed.</returns>
    public async Task<IReadOnlyList<Notice>?> TryClaimAsync(IReadOnlyList<Notice> claims, CancellationToken cancellationToken) => (await SubmitClaimsAsync(claims, [], cancellationToken)).Claimed;

    /// <summary>The same on condition that what the claims rest on is as it was read, which each of them marks as followed: of two who follow one notice in one moment the second claims nothing. At most a hundred of both together.</summary>
    internal async Task<IReadOnlyList<Notice>?> TryClaimAsync(IReadOnlyList<Notice> claims, IReadOnlyList<Notice> restOn, CancellationToken cancellationToken) =>
        (await SubmitClaimsAsync(claims, [.. restOn.Select(FollowedOf)], cancellationToken)).Claimed;

    /// <summary>The same for up to 99 reminders, on condition that nobody has reminded anybody of the shard since the turn was read.</summary>
    internal async Task<IReadOnlyList<Notice>?> TryClaimAsync(IReadOnlyList<Notice> claims, ReminderTurn? turn, CancellationToken cancellationToken)
    {
        if (turn is not null)
        {
            return await turn.TakeAsync(action => SubmitClaimsAsync(claims, [action], cancellationToken), cancellationToken);
        }

        (IReadOnlyList<Notice>? claimed, _) = await SubmitClaimsAsync(claims, [], cancellationToken);
        return claimed;
    }

    private async Task<(IReadOnlyList<Notice>? Claimed, ETag? Last)> SubmitClaimsAsync(IReadOnlyList<Notice> claims, TableTransactionAction[] more, CancellationToken cancellationToken)
    {
        try
        {
            Response<IReadOnlyList<Response>> claimed = await _table.SubmitTransactionAsync([.. claims.Select(ClaimOf), .. more], cancellationToken);
            return ([.. claims.Zip(claimed.Value, (claim, row) => claim with { Version = row.Headers.ETag ?? ETag.All })], claimed.Value[^1].Headers.ETag ?? ETag.All);
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return (null, null);
        }
    }

    /// <summary>
    /// Records the outcomes of a claimed chunk in one transaction. An acceptance is a fact, whoever holds the claim by now. Anything else is recorded
    /// only while the claim is ours: a sender that was frozen for longer than the lease must not undo what another has settled since.
    /// </summary>
    /// <returns>The notices as they stand now.</returns>
    public async Task<IReadOnlyList<Notice>> RecordAsync(IReadOnlyList<Notice> outcomes, CancellationToken cancellationToken)
    {
        IReadOnlyList<Notice> stand = outcomes;
        IReadOnlyList<Notice> ours = outcomes;
        while (ours.Count > 0)
        {
            try
            {
                await _table.SubmitTransactionAsync(ours.Select(RecordOf), cancellationToken);
                return stand;
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                // A report came in between, or another sender did.
                Dictionary<NoticeId, Notice> stored = await ReadAgainAsync(outcomes, cancellationToken);
                ours = [.. outcomes.Where(outcome => IsOurs(outcome, stored)).Select(outcome => outcome with { Version = stored[outcome.Id].Version })];
                stand = [.. outcomes.Select(outcome => IsOurs(outcome, stored) ? outcome : stored[outcome.Id])];
            }
        }

        return stand;
    }

    private static bool IsOurs(Notice outcome, Dictionary<NoticeId, Notice> stored) => outcome.State == NoticeState.Accepted || stored[outcome.Id].Attempt == outcome.Attempt;

    private async Task<Dictionary<NoticeId, Notice>> ReadAgainAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        List<NoticeRow> rows = [.. notices.Select(RowOf).OrderBy(row => row.RowKey, StringComparer.Ordinal)];
        Dictionary<NoticeId, Notice> stored = [];
        await foreach (NoticeRow row in _table.QueryAsync<NoticeRow>(RangeOf(rows[0].PartitionKey, rows[0].RowKey, rows[^1].RowKey), cancellationToken: cancellationToken))
        {
            Notice notice = row.ToNotice(notices[0].Id.Campaign);
            stored[notice.Id] = notice;
        }

        return stored;
    }

    private static string RangeOf(string partition, string from, string to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey le {to}");

    private TableTransactionAction ClaimOf(Notice claim) => claim.Version == default
        ? new TableTransactionAction(TableTransactionActionType.Add, RowOf(claim))
        : new TableTransactionAction(TableTransactionActionType.UpdateMerge, RowOf(claim), claim.Version);

    /// <summary>No column of it changes but its version.</summary>
    private TableTransactionAction FollowedOf(Notice notice) =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(RowOf(notice).PartitionKey, RowOf(notice).RowKey), notice.Version);

    private TableTransactionAction RecordOf(Notice outcome) =>
        new(TableTransactionActionType.UpdateMerge, RowOf(outcome), outcome.State == NoticeState.Accepted ? ETag.All : outcome.Version);

    private NoticeRow RowOf(Notice notice) => NoticeRow.From(notice, campaigns[notice.Id.Campaign].Shards);
}
