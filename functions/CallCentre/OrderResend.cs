using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Compensation.CallCentre;

/// <summary>
/// Has the link sent again: to one person, a list, or everybody for whom a filter holds. A resend is a wave like any other, over the people it names, so it can be watched, paused and stopped.
/// </summary>
public sealed class OrderResend(
    ResendCheck check,
    PlanResend plans,
    ResendStore resends,
    CorrectContact correct,
    EntitlementMarks marks,
    OrdersUnderWay underWay,
    Unreached unreached,
    SealStore seals,
    WaveStore waves,
    KeyedHash hash,
    TimeProvider time,
    ILogger<OrderResend> log)
{
    /// <summary>What the order would do. Nothing is sent or corrected.</summary>
    internal async Task<ResendAnswer> PlanAsync(Campaign campaign, ResendRequest request, CancellationToken cancellationToken)
    {
        (ResendOrder? order, ResendAnswer? refusal) = await WorkOutAsync(campaign, request, OrderOf(campaign.Id, key: null), cancellationToken);
        return order is null ? refusal! : new ResendAnswer.Planned(new ResendPlanView(plans.NameOf(campaign, request, order.Outlook.People), order.Outlook, [.. order.Named.Select(NamedPersonView.Of)]));
    }

    /// <summary>Carries a resend out. The same key again finds the order and starts nothing new; what a crash left undone it completes.</summary>
    internal async Task<ResendAnswer> RunAsync(Campaign campaign, ResendRequest request, string key, string by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        string order = OrderOf(campaign.Id, key);
        string fingerprint = hash.LookUpKey("resend-body", $"{by}\n{JsonSerializer.Serialize(request, JsonBody.Format)}");
        if (await resends.FindAsync(campaign.Id, order, cancellationToken) is { } earlier)
        {
            return await RepeatAsync(campaign, request, earlier, fingerprint, orchestrations, cancellationToken);
        }

        (ResendOrder? given, ResendAnswer? refusal) = await WorkOutAsync(campaign, request, order, cancellationToken);
        return given is null ? refusal! : await BeginAsync(campaign, request, given, fingerprint, by, orchestrations, cancellationToken);
    }

    /// <summary>What an order by name would do for each of some people who are known to it, if it named him alone. Nothing is sent or corrected.</summary>
    /// <returns>Null for one whom it would refuse.</returns>
    internal async Task<IReadOnlyList<ResendVerdict?>> JudgeAsync(Campaign campaign, IReadOnlyList<ResendPerson> people, CancellationToken cancellationToken)
    {
        IssueProgress progress = await IssueProgress.OfAsync(campaign, waves, time.GetUtcNow(), cancellationToken);
        ResendDraft draft = plans.DraftOf(campaign, new ResendRequest { People = people }, OrderOf(campaign.Id, key: null), progress);
        IReadOnlyList<PersonToReach?> found = await check.FindEachAsync(campaign, people, cancellationToken);
        PersonToReach[] known = [.. found.OfType<PersonToReach>()];
        IReadOnlyList<NamedPerson> named = known.Length == 0 ? [] : (await plans.OfNamedAsync(campaign, draft, known, progress, cancellationToken)).People;
        Dictionary<EntitlementId, ResendVerdict?> verdicts = named.Zip(known).ToDictionary(one => one.First.Entitlement, one => Judged(one.First, one.Second, draft.IsLate));
        return [.. found.Select(person => person is null ? null : verdicts[person.Person.Id])];
    }

    /// <summary>Whom the order under a key names; null where there is none.</summary>
    internal async Task<IReadOnlySet<EntitlementId>?> NamedUnderAsync(Campaign campaign, string key, CancellationToken cancellationToken) =>
        await resends.FindAsync(campaign.Id, OrderOf(campaign.Id, key), cancellationToken) is { } order ? order.People.Select(person => person.Entitlement).ToHashSet() : null;

    /// <summary>Whoever waits for another order needs none, corrected or not: there is nobody on the telephone.</summary>
    private static ResendVerdict? Judged(NamedPerson person, PersonToReach named, bool isLate) =>
        ResendCheck.IsRefused(person, named, isLate) ? null : person is { IsWaiting: true, Verdict: ResendVerdict.Send } ? ResendVerdict.Ordered : person.Verdict;

    /// <summary>Whether a key has an order already: its repeat only completes it.</summary>
    internal async Task<bool> IsOrderedAsync(Campaign campaign, string key, CancellationToken cancellationToken) => await resends.FindAsync(campaign.Id, OrderOf(campaign.Id, key), cancellationToken) is not null;

    /// <summary>The wave that carries out what was ordered under a key, whether it has begun or not.</summary>
    internal string WaveOf(CampaignId campaign, string key) => ResendRecord.WaveOf(OrderOf(campaign, key));

    private string OrderOf(CampaignId campaign, string? key) => hash.LookUpKey("resend-order", $"{campaign}\n{key}")[..16];

    /// <summary>Everything that can be said before anything is done.</summary>
    private async Task<(ResendOrder? Order, ResendAnswer? Refusal)> WorkOutAsync(Campaign campaign, ResendRequest body, string order, CancellationToken cancellationToken)
    {
        IssueProgress progress = await IssueProgress.OfAsync(campaign, waves, time.GetUtcNow(), cancellationToken);
        ResendDraft draft = plans.DraftOf(campaign, body, order, progress);
        (IReadOnlyList<PersonToReach> people, IReadOnlyList<string> faults) = await check.RunAsync(campaign, body, cancellationToken);
        if (faults.Count > 0)
        {
            return (null, Refused(draft, faults));
        }

        if (await seals.FindAsync(campaign.Id, cancellationToken) is not { Ledger: var ledger })
        {
            return (null, new ResendAnswer.NotNow("The balances are not sealed yet: nobody has a link."));
        }

        if (body.Filter is not null)
        {
            return draft.IsLate ? (null, TooLate(campaign)) : Planned(campaign, body, new ResendOrder(draft, people, [], await plans.OfEverybodyAsync(campaign, draft, ledger.ShardSizes, cancellationToken), ledger.ShardSizes));
        }

        (IReadOnlyList<NamedPerson> named, ResendOutlook outlook) = await plans.OfNamedAsync(campaign, draft, people, progress, cancellationToken);
        return ResendCheck.FaultsOf(named, people, draft.IsLate) is { Count: > 0 } personal
            ? (null, Refused(draft, personal))
            : Planned(campaign, body, new ResendOrder(draft, people, named, outlook, ledger.ShardSizes));
    }

    private (ResendOrder? Order, ResendAnswer? Refusal) Planned(Campaign campaign, ResendRequest body, ResendOrder order) =>
        body.Plan is null && body.Filter is null ? (order, null) : (order with { FaultOfPlan = plans.FaultOfPlan(campaign, body, order.Outlook) }, null);

    private static ResendAnswer Refused(ResendDraft draft, IReadOnlyList<string> faults) => draft.IsLate
        ? new ResendAnswer.NotNow($"No hour of sending is left before the deadline; only who claimed in time, and holds a code that is valid, can be sent the link.\n{string.Join('\n', faults)}")
        : new ResendAnswer.Faulty(string.Join('\n', faults));

    private static ResendAnswer TooLate(Campaign campaign) =>
        new ResendAnswer.NotNow($"No hour of sending is left before the deadline, {JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}. Who claimed in time can be sent the link by name.");

    private async Task<ResendAnswer> BeginAsync(
        Campaign campaign, ResendRequest body, ResendOrder given, string fingerprint, string by, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (given.FaultOfPlan is { } fault)
        {
            return new ResendAnswer.NotNow(fault);
        }

        ResendRecord record = new(given.Draft.Terms.Order, fingerprint, by, body.Reason, given.Draft.At, given.Draft.Terms.Filter, body.Channel, given.Named, given.Outlook, given.Draft.Order, given.Draft.Window);
        if (!await resends.TryAddAsync(campaign.Id, record, cancellationToken))
        {
            ResendRecord first = await resends.FindAsync(campaign.Id, record.Order, cancellationToken) ?? throw new InvalidDataException($"Resend {record.Order} of {campaign.Id} is on record and cannot be read.");
            return await RepeatAsync(campaign, body, first, fingerprint, orchestrations, cancellationToken);
        }

        log.ResendOrdered(campaign.Id, record.Order, by, record.Filter, record.People.Count, record.Corrected.Count());
        await CarryOutAsync(campaign, record, given.People, given.Everybody, orchestrations, cancellationToken);
        return new ResendAnswer.Ordered(ResendView.WithPeople(record));
    }

    /// <summary>The same key again: the same request meets its order, and completes what another left undone; another request is a mistake.</summary>
    private async Task<ResendAnswer> RepeatAsync(
        Campaign campaign, ResendRequest body, ResendRecord earlier, string fingerprint, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!string.Equals(earlier.Fingerprint, fingerprint, StringComparison.Ordinal))
        {
            return new ResendAnswer.KeyUsed();
        }

        if (await orchestrations.GetInstanceAsync($"{campaign.Id}:{earlier.WaveId}", cancellationToken) is null
            && await seals.FindAsync(campaign.Id, cancellationToken) is { Ledger: var ledger })
        {
            IReadOnlyList<PersonToReach> people = await check.ReadAgainAsync(campaign, body, earlier, cancellationToken);
            await CarryOutAsync(campaign, earlier, people, ledger.ShardSizes, orchestrations, cancellationToken);
        }

        return new ResendAnswer.Ordered(ResendView.WithPeople(earlier));
    }

    private async Task CarryOutAsync(
        Campaign campaign, ResendRecord record, IReadOnlyList<PersonToReach> people, IReadOnlyList<int> everybody, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        // On the list first: nobody knows yet whether anything reaches a corrected address, and its owner stays there until something does.
        await unreached.ListAsync(campaign.Id, record.Addressed.Intersect(record.Corrected).Concat(record.WithoutAddress), cancellationToken);
        await correct.RunAsync([.. people.Where(person => person.IsCorrected)], record.Order, cancellationToken);

        await underWay.SupersedeAsync(campaign.Id, record, cancellationToken);
        await marks.AddAsync(campaign.Id, record.WaveId, record.Addressed, cancellationToken);
        ResendDraft draft = record.Draft;
        WavePlan plan = record.Filter == ResendFilter.All ? plans.PlanOf(campaign, draft, record.Addressed.Count()) : plans.PlanOf(campaign, draft, everybody);

        // Entered first: whoever stops it before it has begun is heard.
        await waves.TryPlanAsync(plan, time.GetUtcNow(), cancellationToken);
        await underWay.EnterAsync(campaign.Id, record, cancellationToken);
        await orchestrations.StartWaveAsync(plan, cancellationToken);
    }

    /// <summary>An order as it is about to be given.</summary>
    private sealed record ResendOrder(ResendDraft Draft, IReadOnlyList<PersonToReach> People, IReadOnlyList<NamedPerson> Named, ResendOutlook Outlook, IReadOnlyList<int> Everybody)
    {
        public string? FaultOfPlan { get; init; }
    }
}

/// <summary>What became of an order.</summary>
internal abstract record ResendAnswer
{
    private ResendAnswer()
    {
    }

    /// <summary>Nothing has been done yet.</summary>
    public sealed record Planned(ResendPlanView Plan) : ResendAnswer;

    public sealed record Ordered(ResendView Resend) : ResendAnswer;

    /// <summary>The request says something that cannot be, field by field.</summary>
    public sealed record Faulty(string Why) : ResendAnswer;

    public sealed record NotNow(string Why) : ResendAnswer;

    /// <summary>The key was used for another resend.</summary>
    public sealed record KeyUsed : ResendAnswer;
}
