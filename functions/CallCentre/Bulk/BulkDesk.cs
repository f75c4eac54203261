using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Bulk;

/// <summary>Plans, starts and stops what is done to whole lists.</summary>
public sealed class BulkDesk(BulkStore store, IEnumerable<IBulkAction> actions, WaveControl waves, KeyedHash hash, TimeProvider time)
{
    internal const int PageSize = 100;

    private const int ReasonLengthMax = 500;

    private readonly Dictionary<string, IBulkAction> _actions = actions.ToDictionary(action => action.Kind, StringComparer.Ordinal);

    /// <summary>What can be done in a campaign.</summary>
    internal IEnumerable<string> KindsOf(Campaign campaign) => _actions.Values.Where(action => action.IsOffered(campaign)).Select(action => action.Kind).Order(StringComparer.Ordinal);

    /// <returns>Null where there is no such action.</returns>
    internal async Task<BulkPlan?> PlanAsync(Campaign campaign, string kind, CancellationToken cancellationToken) =>
        _actions.TryGetValue(kind, out IBulkAction? action) && action.IsOffered(campaign) ? await action.PlanAsync(campaign, cancellationToken) : null;

    /// <summary>Starts what was looked at. The same key again finds it and starts nothing new, unless it is sent with other words; where the list has changed since, nothing is started.</summary>
    internal async Task<BulkDone> StartAsync(Campaign campaign, BulkOrder order, Person by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!Operators.IsLine(order.Reason, ReasonLengthMax))
        {
            return new BulkDone.Faulty($"reason: expected 1 to {ReasonLengthMax} characters on one line");
        }

        string id = hash.LookUpKey("bulk-act", $"{campaign.Id}\n{order.Kind}\n{by.Id}\n{order.Key}")[..16];
        string fingerprint = hash.LookUpKey("bulk-body", $"{order.Seen}\n{order.Reason}");
        if (await store.FindAsync(campaign.Id, id, cancellationToken) is not { } act)
        {
            if (await PlanAsync(campaign, order.Kind, cancellationToken) is not { } plan)
            {
                return new BulkDone.Unknown();
            }

            if (plan.WhyNot is { } why || plan.Targets.Count == 0)
            {
                return new BulkDone.NotNow(plan.WhyNot ?? "There is nobody to whom it could be done.");
            }

            if (!string.Equals(plan.Seen, order.Seen, StringComparison.Ordinal))
            {
                return new BulkDone.NotNow("Somebody else has changed it in between: look at it again.");
            }

            int number = await store.ListAsync(campaign.Id, cancellationToken).CountAsync(one => string.Equals(one.Kind, order.Kind, StringComparison.Ordinal), cancellationToken) + 1;
            act = new BulkRecord(campaign.Id, id, order.Kind, new Signature(by.Id.Value, by.Name, time.GetUtcNow()), order.Reason, plan.Targets.Count) { Number = number, Fingerprint = fingerprint };
            if (!await store.TryAddAsync(act, plan.Targets, cancellationToken))
            {
                // A race was lost: who has won it may have meant another act.
                act = await store.FindAsync(campaign.Id, id, cancellationToken) ?? throw new InvalidDataException($"The bulk act {id} of {campaign.Id} is on record and cannot be read.");
            }
        }

        if (!string.Equals(act.Fingerprint, fingerprint, StringComparison.Ordinal))
        {
            return new BulkDone.KeyUsed();
        }

        BulkRun run = new(campaign.Id, id, From: 0);
        await orchestrations.StartOnceAsync(nameof(RunBulk), run, run.InstanceId, cancellationToken);
        return new BulkDone.Done(act);
    }

    /// <summary>Stops it between two pages, and its wave within a hundred people. What is done stays done; of what has ended nothing is left to be stopped.</summary>
    /// <returns>Null where there is no such act.</returns>
    internal async Task<BulkRecord?> StopAsync(CampaignId campaign, string id, string reason, string by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        BulkRecord? act = await FindAsync(campaign, id, cancellationToken);
        while (act is { StoppedBy: null } and ({ EndedAt: null } or { Wave: not null }) && !await store.TryReplaceAsync(act with { StoppedBy = by }, cancellationToken))
        {
            act = await FindAsync(campaign, id, cancellationToken);
        }

        if (act is { EndedAt: null } or { Wave: not null } && _actions[act.Kind].WaveOf(act) is { } wave && await waves.MoveAsync(new WaveId(campaign, wave), WaveStanding.Stopped, reason, by, cancellationToken) is WaveMove.Done { Wave: var stopped })
        {
            await orchestrations.WakeAsync(stopped, cancellationToken);
        }

        return act is null ? null : await FindAsync(campaign, id, cancellationToken);
    }

    internal async Task<BulkRecord?> FindAsync(CampaignId campaign, string id, CancellationToken cancellationToken) => BulkRecord.IsId(id) ? await store.FindAsync(campaign, id, cancellationToken) : null;

    /// <summary>What was done, the newest first, from one act on.</summary>
    /// <returns>Null where there is no such act.</returns>
    internal async Task<BulkList?> ListAsync(CampaignId campaign, string? from, CancellationToken cancellationToken)
    {
        BulkRecord[] all = await store.ListAsync(campaign, cancellationToken).OrderByDescending(act => act.By.At).ThenBy(act => act.Id, StringComparer.Ordinal).ToArrayAsync(cancellationToken);
        int begin = from is null ? 0 : Array.FindIndex(all, act => string.Equals(act.Id, from, StringComparison.Ordinal));
        return begin < 0 ? null : new BulkList([.. all.Skip(begin).Take(PageSize)], all.ElementAtOrDefault(begin + PageSize)?.Id);
    }

    internal Task<IReadOnlyList<BulkRow>> RowsAsync(BulkRecord act, CancellationToken cancellationToken) => store.ReadRowsAsync(act, 0, BulkPlan.TargetsMax, cancellationToken);

    /// <summary>Some of its rows, with what has become of their messages by now.</summary>
    internal async Task<BulkRowsNow> RowsNowAsync(Campaign campaign, BulkRecord act, int from, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<BulkRow> rows = await store.ReadRowsAsync(act, from, take, cancellationToken);
        BulkTarget[] written = [.. rows.Where(row => row.IsWrittenTo).Select(row => row.Target)];
        IReadOnlyDictionary<string, NoticeOutcome> messages = written.Length == 0 || !_actions.TryGetValue(act.Kind, out IBulkAction? action)
            ? new Dictionary<string, NoticeOutcome>(StringComparer.Ordinal)
            : await action.MessagesAsync(new BulkPage(campaign, act, written), cancellationToken);
        return new BulkRowsNow([.. rows.Select(row => new BulkRowNow(row, row.IsWrittenTo && messages.TryGetValue(row.Target.On, out NoticeOutcome outcome) ? outcome : null))], from + take < act.Rows ? from + take : null);
    }
}

/// <summary>A row as it stands.</summary>
/// <param name="Row">The row.</param>
/// <param name="Message">What has become of its message by now; null where none has gone out.</param>
internal sealed record BulkRowNow(BulkRow Row, NoticeOutcome? Message);

/// <summary>Some rows of an act.</summary>
/// <param name="Rows">In their order.</param>
/// <param name="Next">Where they go on; null at their end.</param>
internal sealed record BulkRowsNow(IReadOnlyList<BulkRowNow> Rows, int? Next);

/// <summary>What somebody starts.</summary>
/// <param name="Kind">What.</param>
/// <param name="Seen">The plan that was looked at.</param>
/// <param name="Key">New for each start, and the same for each repetition of it.</param>
/// <param name="Reason">Why.</param>
internal sealed record BulkOrder(string Kind, string Seen, string Key, string Reason);

/// <summary>A part of what was done.</summary>
/// <param name="Acts">The newest first.</param>
/// <param name="Next">The act at which the list goes on, or null at its end.</param>
internal sealed record BulkList(IReadOnlyList<BulkRecord> Acts, string? Next);

/// <summary>What came of a start.</summary>
internal abstract record BulkDone
{
    private BulkDone()
    {
    }

    public sealed record Done(BulkRecord Act) : BulkDone;

    public sealed record Unknown : BulkDone;

    public sealed record Faulty(string Why) : BulkDone;

    public sealed record NotNow(string Why) : BulkDone;

    /// <summary>The key was used for another act.</summary>
    public sealed record KeyUsed : BulkDone;
}
