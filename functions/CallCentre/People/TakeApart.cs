using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Waves;

namespace Compensation.CallCentre.People;

/// <summary>
/// Takes one right away from a person to whom it was joined by mistake. Link, contact, messages and money of each stay exactly as they are; from now on each is written to for itself. Whom another's message
/// has spoken for so far is put on the list of the unreached, so that nobody is forgotten: what went to the other was never his own.
/// </summary>
public sealed class TakeApart(EntitlementStore entitlements, Unreached unreached, WaveStore waves, TimeProvider time)
{
    /// <returns>Everybody who was joined, the one that leads first; only the person himself where he is joined with nobody, and null where there is no such right.</returns>
    internal async Task<IReadOnlyList<Entitlement>?> FindJoinedAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        if (await entitlements.FindAsync(campaign.Id, id, cancellationToken) is not { } person)
        {
            return null;
        }

        Entitlement lead = person.Lead is { } leading ? await entitlements.FindAsync(campaign.Id, leading, cancellationToken) ?? person : person;
        IReadOnlyList<Entitlement> others = await entitlements.ReadCompanionsAsync(lead, cancellationToken);
        return [lead, .. others, .. lead.Id == id || others.Any(other => other.Id == id) ? [] : new[] { person }];
    }

    /// <summary>A repeat finds what is done, and does the rest.</summary>
    /// <returns>From whom he was taken; empty where he is joined with nobody, and null where there is no such right.</returns>
    internal async Task<IReadOnlyList<EntitlementId>?> HandleAsync(Campaign campaign, EntitlementId id, CancellationToken cancellationToken)
    {
        while (await FindJoinedAsync(campaign, id, cancellationToken) is { } joined)
        {
            Entitlement leaving = joined.First(one => one.Id == id);
            Entitlement[] staying = [.. joined.Where(one => one.Id != id)];
            await ListAsync(campaign, leaving.Id == joined[0].Id ? staying : [leaving], cancellationToken);
            if (await TryWriteAsync(ChangesOf(leaving, staying), cancellationToken))
            {
                return [.. staying.Select(one => one.Id)];
            }
        }

        return null;
    }

    /// <summary>In such an order that at each moment somebody speaks for everybody: whom a lead does not name, or who does not follow the one that names him, speaks for himself.</summary>
    private static IEnumerable<(Entitlement Before, Entitlement After)> ChangesOf(Entitlement leaving, Entitlement[] staying)
    {
        (Entitlement Before, Entitlement After) gone = (leaving, Alone(leaving));
        return (leaving.Lead, staying) switch
        {
            (_, []) => [gone],
            (not null, [var lead, .. var others]) => [gone, (lead, lead with { Companions = [.. others.Select(other => other.Id)] })],
            (null, [var last]) => [(last, Alone(last)), gone],
            _ => [.. JoinBucket.Joined(staying), gone],
        };
    }

    private async Task<bool> TryWriteAsync(IEnumerable<(Entitlement Before, Entitlement After)> changes, CancellationToken cancellationToken)
    {
        foreach ((Entitlement before, Entitlement after) in changes.Where(change => change.Before.Lead != change.After.Lead || !change.Before.Companions.SequenceEqual(change.After.Companions)))
        {
            if (await entitlements.TryMoveAsync(before, after, cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Those to whom the wave of their route has begun to write: it may have passed them, because another spoke for them.</summary>
    private async Task ListAsync(Campaign campaign, IEnumerable<Entitlement> spokenFor, CancellationToken cancellationToken)
    {
        IssueProgress progress = await IssueProgress.OfAsync(campaign, waves, time.GetUtcNow(), cancellationToken);
        await unreached.ListAsync(campaign.Id, spokenFor.Where(one => progress.Begun.Contains(one.Route)).Select(one => one.Id), cancellationToken);
    }

    private static Entitlement Alone(Entitlement one) => one with { Lead = null, Companions = [] };
}
