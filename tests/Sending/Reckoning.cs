using System.Net.Http.Json;
using Compensation.Closing;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>The reckoning after a wave: what the provider wrote down against what the application believes.</summary>
internal static class Reckoning
{
    private static readonly string[] s_deadEndings = ["00", "01", "02"];
    private static readonly string[] s_deadPrefixes = ["bounce.", "suppressed.", "spam.", "quarantined.", "failed."];

    /// <summary>
    /// Lets the carriers' reports come in, and asserts: by the provider's own log each person who can be reached has exactly one issue notice;
    /// everybody else stands on the operators' list with the reason; the notices' rows, the tally and the wave's result say the same.
    /// </summary>
    /// <param name="world">After its issue wave.</param>
    /// <param name="result">The wave's.</param>
    /// <param name="lost">How many at the most could have been reached and were not, because the provider said so or nobody can say.</param>
    public static async Task AssertAddsUpAsync(this SendingWorld world, WaveResult result, int lost = 0)
    {
        await world.PassAsync(TimeSpan.FromMinutes(5));
        IReadOnlyList<UnreachedPerson> unreached = await world.UnreachedAsync();
        HashSet<EntitlementId> reached = await ReachedAsync(world, unreached);

        Assert.All(unreached, person => Assert.True(person.Contacts == ContactKinds.None || person.Tried.Any(notice => notice.Reason.Length > 0), $"{person.Entitlement} is listed without a reason."));
        Assert.Equal(
            world.Everybody.Select(owed => owed.Person.Id).Except(reached).Order(),
            unreached.Select(person => person.Entitlement).Where(person => !reached.Contains(person)).Order());
        Assert.InRange(world.Everybody.Count(owed => IsReachable(owed.Contact) && !reached.Contains(owed.Person.Id)) - await SuppressedAsync(world), Math.Min(lost, 1), lost);

        await AssertBooksAsync(world, result, reached.Count);
    }

    /// <summary>Whom a message has reached, by the provider's log: nobody twice.</summary>
    private static async Task<HashSet<EntitlementId>> ReachedAsync(SendingWorld world, IReadOnlyList<UnreachedPerson> unreached)
    {
        IReadOnlyList<EmulatedMessage> accepted = await world.MessagesAsync();
        Assert.Equal(accepted.Count, accepted.Select(message => message.RequestId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(accepted.Count, accepted.Select(message => message.To).Distinct(StringComparer.Ordinal).Count());

        // The service does not promise to recognise a repeated e-mail: it must never get one.
        IReadOnlyDictionary<string, long> totals = (await world.Http.GetFromJsonAsync<Dictionary<string, long>>(new Uri(world.Emulator.BaseAddress, "emulator/stats")))!;
        Assert.Equal(0, totals.GetValueOrDefault("emailRepeated"));

        RequestIds ids = world.Get<RequestIds>();
        HashSet<EntitlementId> reached = [];
        foreach (EmulatedMessage message in accepted.Where(message => message.WillBeDelivered))
        {
            Assert.True(ids.TryRead(Guid.Parse(message.RequestId!), out NoticeId? notice) && notice.Kind == NoticeKind.Issue);
            Assert.Contains(world.Everybody, owed => owed.Person.Id == notice.Entitlement && message.To == (owed.Contact.Phone ?? owed.Contact.Email));
            Assert.True(reached.Add(notice.Entitlement));
        }

        // Only whom nobody can say anything about may be both reached and listed.
        Assert.All(unreached.Where(person => reached.Contains(person.Entitlement)), person => Assert.Contains(person.Tried, notice => notice.Outcome == NoticeOutcome.Unknown));
        return reached;
    }

    private static async Task AssertBooksAsync(SendingWorld world, WaveResult result, int reached)
    {
        TallyShard counter = new(world.Get<EntitlementStore>(), world.Get<NoticeStore>());
        Tally tally = Tally.Nothing;
        for (int shard = 0; shard < SendingWorld.Campaign.Shards; shard++)
        {
            tally = tally.Plus(await counter.Run(new ShardToTally(SendingWorld.Campaign.Id, shard), CancellationToken.None));
        }

        int asked = world.Everybody.Count(owed => owed.Contact.Kinds != ContactKinds.None);
        long unknown = CountOf(tally, NoticeOutcome.Unknown);
        Assert.Equal(world.Everybody.Count, tally.Everybody.People);
        Assert.Equal(asked, tally.Notices.Sum(notices => notices.Count));
        Assert.InRange(CountOf(tally, NoticeOutcome.Accepted) + CountOf(tally, NoticeOutcome.Delivered), reached - unknown, reached);
        Assert.Equal(asked, result.Counts.GetValueOrDefault(PageTally.Accepted) + result.Counts.GetValueOrDefault(PageTally.Failed) + result.Counts.GetValueOrDefault(PageTally.Unknown) + result.Deferred);
        Assert.Equal(asked, result.Tries.Attempted + result.Deferred);
        Assert.Equal(world.Everybody.Count - asked, result.Counts.GetValueOrDefault(PageTally.NoAddress));
    }

    private static long CountOf(Tally tally, NoticeOutcome outcome) => tally.Notices.Where(notices => notices.Outcome == outcome).Sum(notices => notices.Count);

    private static bool IsReachable(Contact contact) => contact switch
    {
        { Phone: { } phone } => !s_deadEndings.Contains(phone[^2..]),
        { Email: { } email } => !s_deadPrefixes.Any(prefix => email.StartsWith(prefix, StringComparison.Ordinal)) && email.EndsWith(".jp", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>How many of those who could be reached may not be written to.</summary>
    private static async Task<int> SuppressedAsync(SendingWorld world)
    {
        int count = 0;
        foreach (Owed owed in world.Everybody.Where(owed => IsReachable(owed.Contact)))
        {
            count += await world.Get<SuppressionList>().ContainsAsync(owed.Contact.Phone ?? owed.Contact.Email!, CancellationToken.None) ? 1 : 0;
        }

        return count;
    }
}
