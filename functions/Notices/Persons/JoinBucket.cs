using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Notices.Persons;

/// <summary>Joins the people of one bucket: finds entitlements that are reached in one place, and lets one of them lead the others.</summary>
public sealed class JoinBucket(EntitlementStore entitlements, PersonKeys keys, PersonIndex index, ILogger<JoinBucket> log)
{
    /// <summary>One lead and fifty companions; whoever has more has more messages.</summary>
    internal const int GroupMax = 51;

    private const string Step = "joined";

    [Function(nameof(JoinBucket))]
    public async Task<JoinedPersons> Run([ActivityTrigger] PersonShard bucket, CancellationToken cancellationToken)
    {
        if (await index.FindDoneAsync(bucket, Step, cancellationToken) is { } done)
        {
            return done;
        }

        JoinedPersons sum = JoinedPersons.Nobody;
        List<IndexedPerson> group = new(GroupMax);
        await foreach (IndexedPerson person in index.ReadAsync(bucket.Campaign, bucket.Shard, cancellationToken))
        {
            if (group.Count == GroupMax || (group.Count > 0 && !string.Equals(group[0].Key, person.Key, StringComparison.Ordinal)))
            {
                sum += await JoinAsync(bucket.Campaign, group, cancellationToken);
                group.Clear();
            }

            group.Add(person);
        }

        sum += await JoinAsync(bucket.Campaign, group, cancellationToken);
        await index.KeepDoneAsync(bucket, Step, sum, cancellationToken);
        log.PersonsJoined(bucket.Campaign, bucket.Shard, sum.People, sum.Companions);
        return sum;
    }

    private async Task<JoinedPersons> JoinAsync(CampaignId campaign, List<IndexedPerson> group, CancellationToken cancellationToken)
    {
        while (group.Count > 1)
        {
            Entitlement?[] read = await Task.WhenAll(group.Select(person => entitlements.FindAsync(campaign, person.Id, cancellationToken)));

            // Whose number was corrected in the meantime is reached elsewhere now.
            Entitlement[] people = [.. read.OfType<Entitlement>().Where(person => string.Equals(keys.Of(person), group[0].Key, StringComparison.Ordinal))];
            if (people.Length < 2)
            {
                break;
            }

            if (await TryWriteAsync(Joined(people), cancellationToken))
            {
                return new JoinedPersons(1, people.Length - 1);
            }
        }

        return JoinedPersons.Nobody;
    }

    /// <summary>The lead first: nobody follows a lead that does not know of it.</summary>
    private async Task<bool> TryWriteAsync(IReadOnlyList<(Entitlement Before, Entitlement After)> changes, CancellationToken cancellationToken)
    {
        if (!await TryWriteAsync(changes[0], cancellationToken))
        {
            return false;
        }

        bool[] written = await Task.WhenAll(changes.Skip(1).Select(change => TryWriteAsync(change, cancellationToken)));
        return written.All(one => one);
    }

    private async Task<bool> TryWriteAsync((Entitlement Before, Entitlement After) change, CancellationToken cancellationToken) =>
        IsSame(change.Before, change.After) || await entitlements.TryMoveAsync(change.Before, change.After, cancellationToken) is not null;

    /// <summary>The lead, who has the most ways on file, so that a fallback has somewhere to go; then the smallest id; and those who follow.</summary>
    internal static IReadOnlyList<(Entitlement Before, Entitlement After)> Joined(IReadOnlyList<Entitlement> people)
    {
        Entitlement lead = people.OrderByDescending(person => person.Contacts == (ContactKinds.Sms | ContactKinds.Email)).ThenBy(person => person.Id).First();
        Entitlement[] others = [.. people.Where(person => person.Id != lead.Id).OrderBy(person => person.Id)];
        return
        [
            (lead, lead with { Lead = null, Companions = [.. others.Select(other => other.Id)] }),
            .. others.Select(other => (other, other with { Lead = lead.Id, Companions = [] })),
        ];
    }

    private static bool IsSame(Entitlement before, Entitlement after) => before.Lead == after.Lead && before.Companions.SequenceEqual(after.Companions);
}
