using Azure.Data.Tables;
using Compensation.Applications;
using Compensation.Applications.Proof;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Compensation.Waves;
using Microsoft.Extensions.Options;

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

    [Theory]
    [InlineData(-5, false)]
    [InlineData(-4, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_message_to_an_applicant_or_a_shop_that_died_under_way_waits_for_two_leases_at_the_most(int claimedMinutesAhead, bool waits)
    {
        MessageProgress claimed = new MessageProgress().Claimed("acs", Now.AddMinutes(claimedMinutesAhead));

        Assert.Equal(!waits, claimed.MayBeTried(new NoticeOptions(), Now));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_message_to_an_applicant_or_a_shop_that_was_put_off_for_longer_than_anything_ever_is_is_due(int minutesAhead, bool waits)
    {
        MessageProgress putOff = new() { NotBefore = Now.AddMinutes(minutesAhead) };

        Assert.Equal(!waits, putOff.MayBeTried(new NoticeOptions(), Now));
        Assert.Equal(waits ? Now.AddMinutes(minutesAhead) : null, putOff.MayBeTriedFrom(new NoticeOptions(), Now));
    }

    [Theory]
    [InlineData(-23, true)]
    [InlineData(-24, false)]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void A_reminder_waits_for_another_one_for_two_days_at_the_most(int remindedHoursAhead, bool waits)
    {
        NoticeHistory reached = new(null, [Notice(NoticeState.Accepted)]) { RemindedAt = Now.AddHours(remindedHoursAhead) };

        NoticeDecision decision = NoticeDecision.For(new NoticeOrder(NoticeKind.Reminder, 2, null), new Recipient(Person, []), reached, Terms);

        Assert.Equal(waits, decision is NoticeDecision.TooSoon);
        Assert.Equal(!waits, decision is NoticeDecision.Send);
    }

    [Fact]
    public async Task Who_asks_for_a_code_waits_for_as_long_as_after_one_and_not_for_the_skew()
    {
        using TestStore store = new();
        TableServiceClient tables = store.Connect();
        await tables.CreateTableIfNotExistsAsync(AskedAddresses.TableName);
        AskedAddresses asked = new(tables, new KeyedHash(new byte[32]), Options.Create(new ApplicationOptions()), _clock);
        ProofOfContact proof = new ProofOfContact().WithCode(new SentCode("123456", "own", _clock.GetUtcNow()));
        Assert.IsType<SendLeave.Granted>(await asked.CountAsync(Person.Campaign, "+819012345678", CancellationToken.None));
        Assert.IsType<SendLeave.NotBefore>(await asked.CountAsync(Person.Campaign, "+819012345678", CancellationToken.None));
        Assert.True(proof.HasToWait(new ApplicationOptions(), _clock.GetUtcNow()));

        _clock.SetBack(TimeSpan.FromHours(3));

        Assert.False(proof.HasToWait(new ApplicationOptions(), _clock.GetUtcNow()));
        Assert.IsType<SendLeave.Granted>(await asked.CountAsync(Person.Campaign, "+819012345678", CancellationToken.None));
        SendLeave.NotBefore again = Assert.IsType<SendLeave.NotBefore>(await asked.CountAsync(Person.Campaign, "+819012345678", CancellationToken.None));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(1), again.At);
    }

    private static NoticeClaimTerms Terms => new(Now, Guid.NewGuid(), TimeSpan.FromMinutes(5), new ClaimHolders()) { WaitMax = TimeSpan.FromHours(1) };

    private static NoticeDecision Decide(Notice notice) => NoticeDecision.For(
        Issue, new Recipient(Person, []), new NoticeHistory(notice, []), Terms);

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
