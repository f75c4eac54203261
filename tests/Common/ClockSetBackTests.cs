using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Providers;
using Compensation.Waves;

namespace Compensation.Tests.Common;

/// <summary>Whoever sets the machine's clock back makes nobody wait for as long as the skew.</summary>
public class ClockSetBackTests
{
    private static readonly DateTimeOffset Now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);
    private static readonly NoticeOrder Issue = new(NoticeKind.Issue, 1, null);

    private readonly SetClock _clock = new(Now);

    [Fact]
    public void The_clock_for_waiting_goes_on_when_the_time_of_day_is_set_back()
    {
        MonotonicClock monotonic = new(_clock);
        _clock.Pass(TimeSpan.FromMinutes(2));
        _clock.SetBack(TimeSpan.FromHours(3));
        _clock.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(Now.AddMinutes(3), monotonic.Now);
    }

    [Fact]
    public async Task A_pause_is_seen_a_second_later()
    {
        bool open = true;
        using WaveGate gate = new(_ => Task.FromResult(open), _clock);
        Assert.True(await gate.MayGoOnAsync(CancellationToken.None));
        _clock.SetBack(TimeSpan.FromHours(3));
        open = false;

        Assert.True(await gate.MayGoOnAsync(CancellationToken.None));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.False(await gate.MayGoOnAsync(CancellationToken.None));
    }

    [Fact]
    public void A_provider_that_asked_to_wait_is_free_again_when_the_wait_is_over()
    {
        ProviderBackoff backoff = new(new MonotonicClock(_clock));
        backoff.Wait(NoticeChannel.Sms, "acs", TimeSpan.FromMinutes(1));
        _clock.SetBack(TimeSpan.FromHours(3));

        Assert.Equal(TimeSpan.FromMinutes(1), backoff.Remaining(NoticeChannel.Sms, "acs"));
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, backoff.Remaining(NoticeChannel.Sms, "acs"));
    }

    [Fact]
    public async Task A_suppression_is_seen_a_minute_later()
    {
        using TestStore store = new();
        TableServiceClient tables = store.Connect();
        await tables.CreateTableIfNotExistsAsync(SuppressionList.TableName);
        KeyedHash hash = new(new byte[32]);
        using SuppressionList list = new(tables, hash, _clock);
        using SuppressionList elsewhere = new(tables, hash, _clock);
        Assert.False(await list.ContainsAsync("+819012345678", CancellationToken.None));
        await elsewhere.AddAsync("+819012345678", "asked us to", "tester", CancellationToken.None);
        _clock.SetBack(TimeSpan.FromHours(3));

        _clock.Pass(TimeSpan.FromMinutes(1));

        Assert.True(await list.ContainsAsync("+819012345678", CancellationToken.None));
    }

    [Theory]
    [InlineData(-4, true)]
    [InlineData(0, true)]
    [InlineData(5, true)]
    [InlineData(-5, false)]
    [InlineData(6, false)]
    [InlineData(180, false)]
    public void A_dead_claim_waits_for_two_leases_at_the_most(int claimedMinutesAhead, bool isHeld)
    {
        Notice claimed = Notice(NoticeState.Sending) with { ClaimedAt = Now.AddMinutes(claimedMinutesAhead) };

        NoticeDecision decision = Decide(claimed);

        Assert.Equal(isHeld, decision is NoticeDecision.LookAgain);
        Assert.Equal(!isHeld, decision is NoticeDecision.Send);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void What_was_put_off_for_longer_than_anything_ever_is_is_due(int minutesAhead, bool waits)
    {
        NoticeDecision decision = Decide(Notice(NoticeState.Deferred) with { NotBefore = Now.AddMinutes(minutesAhead) });

        Assert.Equal(waits, decision is NoticeDecision.Later);
        Assert.Equal(!waits, decision is NoticeDecision.Send);
    }

    private static NoticeDecision Decide(Notice notice) => NoticeDecision.For(
        Issue, new Recipient(Person, []), new NoticeHistory(notice, []), new NoticeClaimTerms(Now, Guid.NewGuid(), TimeSpan.FromMinutes(5), new ClaimHolders()) { WaitMax = TimeSpan.FromHours(1) });

    private static Entitlement Person { get; } = new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(4096),
        Route = EntitlementRoute.App,
        Amount = new Yen(1000),
        Contacts = ContactKinds.Sms,
    };

    private static Notice Notice(NoticeState state) => new()
    {
        Id = new NoticeId(Person.Campaign, Person.Id, NoticeKind.Issue, 1),
        State = state,
        Channel = NoticeChannel.Sms,
        Holder = "another-machine/1/1",
        Attempt = Guid.NewGuid(),
    };
}
