using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Cases;

/// <summary>
/// The cases, and beside each in the same transaction what was done (<c>h:</c>), where it stands in the list (<c>l:</c>), and by which coupon (<c>k:</c>) and receipt (<c>r:</c>) it meets others.
/// </summary>
public sealed class CaseStore(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "Cases";

    private const int ReadsAtATime = 16;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>The campaigns whose list this process has seen to be whole: earlier releases kept none.</summary>
    private readonly ConcurrentDictionary<CampaignId, bool> _listed = new();

    /// <summary>One point read; null where there is none.</summary>
    public async Task<DoubleChargeCase?> FindAsync(CampaignId campaign, CaseNumber number, CancellationToken cancellationToken)
    {
        NullableResponse<CaseRow> row = await _table.GetEntityIfExistsAsync<CaseRow>(campaign.Value, CaseRow.KeyOf(number), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ToCase() : null;
    }

    /// <summary>All of a campaign: some thousand.</summary>
    public async IAsyncEnumerable<DoubleChargeCase> ReadAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {CaseRow.Prefix} and RowKey lt {CaseRow.PrefixEnd}");
        await foreach (CaseRow row in _table.QueryAsync<CaseRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToCase();
        }
    }

    /// <summary>A part of the list: those that have waited longest first, those that are settled behind all that are open.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="choice">Which of them.</param>
    /// <param name="from">Where it begins; null at the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<CasesPage> ReadPageAsync(CampaignId campaign, CaseChoice choice, string? from, int take, CancellationToken cancellationToken)
    {
        await ListOnceAsync(campaign, cancellationToken);
        string begin = from is null || string.CompareOrdinal(from, choice.From) < 0 ? choice.From : from;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {begin} and RowKey lt {choice.Before}");
        List<string> places = await _table.QueryAsync<TableEntity>(choice.Filter is { } more ? $"{filter} and ({more})" : filter, Math.Min(take + 1, 1000), [nameof(TableEntity.RowKey)], cancellationToken)
            .Take(take + 1).Select(row => row.RowKey).ToListAsync(cancellationToken);
        List<DoubleChargeCase> found = [];
        foreach (string[] some in places.Take(take).Chunk(ReadsAtATime))
        {
            DoubleChargeCase?[] read = await Task.WhenAll(some.Select(place => FindAsync(campaign, CasePlace.NumberOf(place), cancellationToken)));

            // What has moved on since, or was moved by an earlier release, stands elsewhere.
            found.AddRange(some.Zip(read).Where(one => one.Second is { } known && CasePlace.Of(known) == one.First).Select(one => one.Second!));
        }

        return new CasesPage(found, places.Count > take ? places[take] : null);
    }

    /// <summary>All that are open, those that have waited longest first.</summary>
    internal async IAsyncEnumerable<DoubleChargeCase> ReadOpenAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? from = null;
        do
        {
            CasesPage page = await ReadPageAsync(campaign, CaseChoice.Open, from, 200, cancellationToken);
            foreach (DoubleChargeCase one in page.Cases)
            {
                yield return one;
            }

            from = page.Next;
        }
        while (from is not null);
    }

    /// <summary>How many are open: nothing but their keys is read.</summary>
    public async Task<int> CountOpenAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        await ListOnceAsync(campaign, cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {CaseChoice.Open.From} and RowKey lt {CaseChoice.Open.Before}");
        return await _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).CountAsync(cancellationToken);
    }

    /// <summary>Completes the list by what an earlier release has written, or still writes beside this one, and takes out of it what stands elsewhere.</summary>
    internal async Task ListAllAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {CaseChoice.All.From} and RowKey lt {CaseChoice.All.Before}");
        HashSet<string> places = await _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).Select(row => row.RowKey).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        await foreach (DoubleChargeCase one in ReadAsync(campaign, cancellationToken))
        {
            if (!places.Remove(CasePlace.Of(one)))
            {
                await _table.UpsertEntityAsync(CasePlace.RowOf(one), TableUpdateMode.Replace, cancellationToken);
            }
        }

        foreach (string place in places)
        {
            await _table.DeleteEntityAsync(campaign.Value, place, ETag.All, cancellationToken);
        }

        _listed[campaign] = true;
    }

    private Task ListOnceAsync(CampaignId campaign, CancellationToken cancellationToken) => _listed.ContainsKey(campaign) ? Task.CompletedTask : ListAllAsync(campaign, cancellationToken);

    /// <summary>Those of which no orchestration has heard.</summary>
    internal async IAsyncEnumerable<CaseNumber> ReadUnfollowedAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {CaseRow.Prefix} and RowKey lt {CaseRow.PrefixEnd} and IsFollowed eq {false}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            yield return CaseNumber.Parse(row.RowKey[CaseRow.Prefix.Length..]);
        }
    }

    /// <summary>The cases about a coupon, the earliest first.</summary>
    public async Task<IReadOnlyList<DoubleChargeCase>> ReadOfCouponAsync(CampaignId campaign, EntitlementId coupon, CancellationToken cancellationToken)
    {
        string prefix = PrefixOf(coupon);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey gt {prefix} and RowKey lt {prefix[..^1] + ";"}");
        List<string> numbers = await _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).Select(row => row.RowKey[prefix.Length..]).ToListAsync(cancellationToken);
        DoubleChargeCase?[] found = await Task.WhenAll(numbers.Select(number => FindAsync(campaign, CaseNumber.Parse(number), cancellationToken)));
        return [.. found.OfType<DoubleChargeCase>().OrderBy(one => one.Opened.At)];
    }

    /// <summary>The other cases about the same coupon or the same receipt of a shop, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<DoubleChargeCase>> ReadRelatedAsync(DoubleChargeCase one, CancellationToken cancellationToken)
    {
        SortedSet<string> numbers = new(StringComparer.Ordinal);
        foreach (string prefix in PrefixesOf(one))
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {one.Campaign.Value} and RowKey gt {prefix} and RowKey lt {prefix[..^1] + ";"}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
            {
                numbers.Add(row.RowKey[prefix.Length..]);
            }
        }

        numbers.Remove(one.Number.Value);
        DoubleChargeCase?[] found = await Task.WhenAll(numbers.Select(number => FindAsync(one.Campaign, CaseNumber.Parse(number), cancellationToken)));
        return [.. found.OfType<DoubleChargeCase>()];
    }

    /// <summary>What was done about it, in order.</summary>
    internal async Task<IReadOnlyList<CaseStep>> ReadHistoryAsync(DoubleChargeCase one, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {one.Campaign.Value} and RowKey ge {CaseStep.PrefixOf(one.Number)} and RowKey lt {CaseStep.PrefixEndOf(one.Number)}");
        return await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(row => CaseStep.Read(row, fields)).ToListAsync(cancellationToken);
    }

    /// <summary>Whether this very act was done, whatever has been done since.</summary>
    internal async Task<bool> IsDoneAsync(DoubleChargeCase one, string fingerprint, CancellationToken cancellationToken) =>
        (await ReadHistoryAsync(one, cancellationToken)).Any(step => string.Equals(step.Fingerprint, fingerprint, StringComparison.Ordinal));

    /// <returns>False where the number is taken.</returns>
    internal Task<bool> TryAddAsync(DoubleChargeCase one, CaseStep step, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([new(TableTransactionActionType.Add, CaseRow.From(one)), StepOf(one, step), PlaceOf(one), .. IndexOf(one)], cancellationToken);

    /// <summary>Changes a case by an act, if it is still as it was read.</summary>
    /// <returns>False where somebody has changed it in between.</returns>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    internal async Task<bool> TryMoveAsync(DoubleChargeCase before, DoubleChargeCase after, CaseStep step, CancellationToken cancellationToken)
    {
        if (!before.State.CanMoveTo(after.State))
        {
            throw new InvalidOperationException($"Case {before.Number} cannot move from {before.State} to {after.State}.");
        }

        IEnumerable<TableTransactionAction> gone = PrefixesOf(before).Except(PrefixesOf(after), StringComparer.Ordinal)
            .Select(prefix => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(before.Campaign.Value, prefix + before.Number), ETag.All));
        TableTransactionAction[] moved = [new(TableTransactionActionType.UpdateReplace, CaseRow.From(after), before.Tag), StepOf(after, step), PlaceOf(after), .. IndexOf(after), .. gone];
        TableTransactionAction[] left = CasePlace.Of(before) == CasePlace.Of(after) ? [] : [new(TableTransactionActionType.Delete, CasePlace.RowOf(before), ETag.All)];
        try
        {
            return await _table.TrySubmitAsync([.. moved, .. left], cancellationToken);
        }
        catch (RequestFailedException unlisted) when (unlisted.Status == 404 && left.Length > 0)
        {
            // An earlier release has written it, and kept no list.
            return await _table.TrySubmitAsync(moved, cancellationToken);
        }
    }

    /// <summary>Keeps what is no act: that it was seen, pressed, or that a message has gone out.</summary>
    /// <returns>It as it is stored now, or null where somebody has changed it in between.</returns>
    internal async Task<DoubleChargeCase?> TryKeepAsync(DoubleChargeCase before, DoubleChargeCase after, CancellationToken cancellationToken)
    {
        if (before.State != after.State || before.Version != after.Version)
        {
            throw new InvalidOperationException($"Case {before.Number} would change without a step in its history.");
        }

        try
        {
            Response<IReadOnlyList<Response>> kept = await _table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, CaseRow.From(after), before.Tag), PlaceOf(after)], cancellationToken);
            return after with { Tag = kept.Value[0].Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return null;
        }
    }

    /// <summary>Erases what callers and shops have said, and why operators did what they did; what was done, by whom and how much stays.</summary>
    /// <returns>False where somebody has changed it in between.</returns>
    internal async Task<bool> TryForgetAsync(DoubleChargeCase one, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {one.Campaign.Value} and RowKey ge {CaseStep.PrefixOf(one.Number)} and RowKey lt {CaseStep.PrefixEndOf(one.Number)}");
        await foreach (TableEntity step in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Where(step => step.GetString(nameof(CaseStep.Words)) is not null))
        {
            step.Remove(nameof(CaseStep.Words));
            await _table.UpdateEntityAsync(step, step.ETag, TableUpdateMode.Replace, cancellationToken);
        }

        return await TryKeepAsync(one, one with { ProtectedFacts = string.Empty, ProtectedAnswer = null }, cancellationToken) is not null;
    }

    private TableTransactionAction StepOf(DoubleChargeCase one, CaseStep step) => new(TableTransactionActionType.Add, step.ToRow(one.Campaign, one.Number, fields));

    private static TableTransactionAction PlaceOf(DoubleChargeCase one) => new(TableTransactionActionType.UpsertReplace, CasePlace.RowOf(one));

    private static IEnumerable<TableTransactionAction> IndexOf(DoubleChargeCase one) =>
        PrefixesOf(one).Select(prefix => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(one.Campaign.Value, prefix + one.Number)));

    private static IEnumerable<string> PrefixesOf(DoubleChargeCase one) => one.ReceiptKey.Length == 0 ? [PrefixOf(one.Coupon)] : [PrefixOf(one.Coupon), $"r:{one.ReceiptKey}:"];

    private static string PrefixOf(EntitlementId coupon) => $"k:{coupon}:";
}
