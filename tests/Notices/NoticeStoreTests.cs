using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Notices;

/// <summary>What is read of whom, whose turn it is to remind, and what is forgotten.</summary>
public sealed class NoticeStoreTests
{
    private static readonly CampaignId s_campaign = TestCampaigns.Kumamoto.Id;
    private static readonly DateTimeOffset s_claimed = new(2023, 4, 8, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(NoticeKind.Issue, "")]
    [InlineData(NoticeKind.ApplicationResult, "")]
    [InlineData(NoticeKind.Reminder, "Fallback Issue Resend")]
    [InlineData(NoticeKind.Resend, "Fallback Issue Resend")]
    [InlineData(NoticeKind.CodeReady, "CodeReady Fallback Issue Resend")]
    [InlineData(NoticeKind.Fallback, "Issue Resend")]
    [InlineData(NoticeKind.TransferResult, "Fallback Issue Resend TransferResult TransferResultAgain")]
    [InlineData(NoticeKind.TransferResultAgain, "Fallback Issue Resend TransferResult TransferResultAgain")]
    public async Task An_order_is_shown_its_own_notice_to_each_person_and_of_the_others_those_that_it_goes_by(NoticeKind kind, string earlier)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement[] people = [Somebody(1, shard: 0), Somebody(2, shard: 0), Somebody(1, shard: 1)];
        foreach (Entitlement person in people)
        {
            await PutAsync(harness, [.. Enum.GetValues<NoticeKind>().Select(one => Sent(person, one, 1, NoticeState.Accepted))]);
        }

        IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = await harness.Notices.ReadHistoriesAsync(OrderOf(kind, 1), people[1..], CancellationToken.None);

        Assert.Equal(people[1..].Select(person => person.Id).Order(), histories.Keys.Order());
        Assert.All(people[1..], person =>
        {
            Assert.Equal(new NoticeId(s_campaign, person.Id, kind, 1), histories[person.Id].Ordered?.Id);
            Assert.Equal(earlier, string.Join(' ', histories[person.Id].Earlier.Select(notice => notice.Id.Kind.ToString()).Order(StringComparer.Ordinal)));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(63)]
    public async Task The_last_of_a_persons_notices_is_seen_however_many_there_were(int sequence)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement person = Somebody(1, shard: 0);
        await PutAsync(harness, Sent(person, NoticeKind.Reminder, sequence, NoticeState.Accepted));

        Assert.Equal(sequence, (await harness.Notices.ReadHistoriesAsync(OrderOf(NoticeKind.Reminder, sequence), [person], CancellationToken.None))[person.Id].Ordered?.Id.Sequence);
        Assert.Equal(sequence, Assert.Single(await harness.Notices.ReadOfAsync(person, CancellationToken.None)).Id.Sequence);
    }

    [Theory]
    [InlineData(NoticeState.Accepted, null)]
    [InlineData(NoticeState.Deferred, 1)]
    public async Task What_repeats_a_transfers_result_belongs_to_the_last_one_once_the_one_before_is_settled(NoticeState before, int? expected)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement person = Somebody(1, shard: 0);
        await PutAsync(
            harness,
            Sent(person, NoticeKind.TransferResult, 1, NoticeState.Failed),
            Sent(person, NoticeKind.TransferResultAgain, 1, before) with { Provider = "acs" },
            Sent(person, NoticeKind.TransferResult, 2, NoticeState.Failed) with { ClaimedAt = s_claimed.AddDays(3) });

        NoticeHistory history = (await harness.Notices.ReadHistoriesAsync(NoticeOrder.TransferResultAgain, [person], CancellationToken.None))[person.Id];

        Assert.Equal((expected, 2), (history.Ordered?.Id.Sequence, history.WordOfTransfer!.Id.Sequence));
    }

    [Theory]
    [InlineData(NoticeState.Sending, null, false, true)]
    [InlineData(NoticeState.Accepted, "acs", true, true)]
    [InlineData(NoticeState.Unknown, "acs", true, true)]
    [InlineData(NoticeState.Deferred, "acs", false, true)]
    [InlineData(NoticeState.Deferred, null, false, false)]
    [InlineData(NoticeState.Failed, "acs", true, false)]
    public async Task A_reminder_that_may_have_gone_out_is_known_to_the_next_one_and_to_no_other_order(NoticeState state, string? provider, bool isSettled, bool counts)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement person = Somebody(1, shard: 0);
        Notice last = Sent(person, NoticeKind.Reminder, 2, state) with { Provider = provider, SettledAt = isSettled ? s_claimed.AddHours(1) : null };
        await PutAsync(harness, last, Sent(person, NoticeKind.Reminder, 1, NoticeState.Accepted) with { SettledAt = s_claimed.AddDays(-3) }, Sent(person, NoticeKind.Issue, 1, NoticeState.Accepted) with { SettledAt = s_claimed.AddDays(1) });

        DateTimeOffset?[] reminded = await Task.WhenAll(new[] { OrderOf(NoticeKind.Reminder, 3), OrderOf(NoticeKind.Reminder, 2), OrderOf(NoticeKind.Resend, 1) }
            .Select(async order => (await harness.Notices.ReadHistoriesAsync(order, [person], CancellationToken.None))[person.Id].RemindedAt));

        Assert.Equal([counts ? last.SettledAt ?? s_claimed : s_claimed.AddDays(-3), s_claimed.AddDays(-3), null], reminded);
    }

    [Fact]
    public async Task What_became_of_a_claim_is_recorded_although_its_row_was_changed_meanwhile_and_what_another_has_claimed_since_only_if_it_went_out()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement[] people = [Somebody(1, shard: 0), Somebody(2, shard: 0), Somebody(3, shard: 0)];
        Notice[] claims = [.. people.Select(person => Sent(person, NoticeKind.Issue, 1, NoticeState.Sending) with { Attempt = Guid.NewGuid(), Address = "key" })];
        IReadOnlyList<Notice> claimed = (await harness.Notices.TryClaimAsync(claims, CancellationToken.None))!;
        await harness.Notices.ForgetAddressesAsync(people[0], CancellationToken.None);
        IReadOnlyList<Notice> taken = (await harness.Notices.TryClaimAsync([.. claimed.Skip(1).Select(claim => claim with { Attempt = Guid.NewGuid() })], CancellationToken.None))!;
        await harness.Notices.RecordAsync([.. taken.Select(claim => claim.MoveTo(NoticeState.Failed) with { Reason = "no such number" })], CancellationToken.None);

        Notice[] outcomes = [.. claimed.Take(2).Select(claim => claim.MoveTo(NoticeState.Deferred) with { Reason = "503" }), claimed[2].MoveTo(NoticeState.Accepted)];
        IReadOnlyList<Notice> all = await harness.Notices.RecordAsync([.. outcomes.Reverse()], CancellationToken.None);
        IReadOnlyList<Notice> one = await harness.Notices.RecordAsync([outcomes[1]], CancellationToken.None);

        (NoticeState, string?)[] expected = [(NoticeState.Deferred, "503"), (NoticeState.Failed, "no such number")];
        Assert.Equal(expected, all.Reverse().Take(2).Select(notice => (notice.State, notice.Reason)));
        Assert.Equal(expected, (await harness.RecordedAsync()).Take(2).Select(notice => (notice.State, notice.Reason)));
        Assert.Equal(expected[1], (one[0].State, one[0].Reason));
        Assert.Equal([NoticeState.Accepted, NoticeState.Accepted], new[] { all[0], (await harness.RecordedAsync())[2] }.Select(notice => notice.State));
    }

    [Fact]
    public async Task Of_two_who_remind_the_people_of_one_shard_the_second_claims_nobody_until_he_has_read_again()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        using ReminderTurn one = await harness.Notices.ReadTurnAsync(s_campaign, 0, CancellationToken.None);
        using ReminderTurn other = await harness.Notices.ReadTurnAsync(s_campaign, 0, CancellationToken.None);

        Assert.NotNull(await ClaimAsync(harness, 1, one));
        Assert.Null(await ClaimAsync(harness, 2, other));
        Assert.NotNull(await ClaimAsync(harness, 3, one));
        using ReminderTurn again = await harness.Notices.ReadTurnAsync(s_campaign, 0, CancellationToken.None);
        Assert.NotNull(await ClaimAsync(harness, 2, again));
        Assert.Null(await ClaimAsync(harness, 4, one));

        Assert.Equal("1 2 3", string.Join(' ', (await harness.RecordedAsync()).Select(notice => notice.Id.Entitlement.Value >> 12).Order()));
    }

    [Fact]
    public async Task Of_two_messages_that_rest_on_the_same_failed_one_the_second_claims_nothing()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        Entitlement person = Somebody(1, shard: 0);
        await PutAsync(harness, Sent(person, NoticeKind.TransferResult, 1, NoticeState.Failed));
        Notice failed = (await harness.Notices.ReadHistoriesAsync(NoticeOrder.TransferResultAgain, [person], CancellationToken.None))[person.Id].WordOfTransfer!;

        Assert.NotNull(await harness.Notices.TryClaimAsync([Sent(person, NoticeKind.TransferResultAgain, 1, NoticeState.Sending)], [failed], CancellationToken.None));
        Assert.Null(await harness.Notices.TryClaimAsync([Sent(person, NoticeKind.TransferResult, 21, NoticeState.Sending)], [failed], CancellationToken.None));
    }

    [Fact]
    public async Task Everybody_of_a_page_is_reminded_however_many_they_are_and_once()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 150);
        await harness.SendPageAsync();
        NoticeOrder reminder = OrderOf(NoticeKind.Reminder, 1);

        PageOutcome first = await harness.SendPageAsync(reminder);
        PageOutcome second = await harness.SendPageAsync(reminder);
        PageOutcome next = await harness.SendPageAsync(OrderOf(NoticeKind.Reminder, 2));

        Assert.Equal([(150, 0), (150, 0)], new[] { first, second }.Select(outcome => ((int)outcome.Counts[PageTally.Accepted], outcome.Deferred)));
        Assert.Equal((150, 300), (next.Deferred, harness.Sms.Calls));
    }

    [Fact]
    public async Task What_a_person_was_sent_is_told_in_the_order_of_the_first_tries()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        (Entitlement person, DateTimeOffset now) = (Somebody(2, shard: 0), harness.Clock.Now);
        await PutAsync(
            harness,
            Sent(person, NoticeKind.Issue, 1, NoticeState.Accepted) with { FirstTriedAt = now.AddHours(2), ClaimedAt = now.AddHours(3) },
            Sent(person, NoticeKind.Resend, 1, NoticeState.Sending) with { ClaimedAt = now.AddHours(1) },
            Sent(person, NoticeKind.CodeReady, 1, NoticeState.Accepted) with { FirstTriedAt = now, ClaimedAt = now.AddHours(9) },
            Sent(Somebody(1, shard: 0), NoticeKind.Issue, 1, NoticeState.Accepted),
            Sent(Somebody(3, shard: 0), NoticeKind.Issue, 1, NoticeState.Accepted));

        IReadOnlyList<Notice> told = await harness.Notices.ReadOfAsync(person, CancellationToken.None);

        Assert.Equal([NoticeKind.CodeReady, NoticeKind.Resend, NoticeKind.Issue], told.Select(notice => notice.Id.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_somebody_was_written_to_is_forgotten_and_what_became_of_it_stays(bool ofAll)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 250);
        await harness.SendPageAsync();
        IReadOnlyList<Notice> before = await harness.RecordedAsync();
        Entitlement one = harness.People[100];

        await ForgetAsync();
        harness.Storage.Heal();
        await ForgetAsync();

        Assert.Equal(ofAll ? 1 : Enum.GetValues<NoticeKind>().Length, harness.Storage.Requests);
        Assert.All(before, notice => Assert.NotEqual(string.Empty, notice.Address));
        Assert.Equal(
            before.Select(notice => ofAll || notice.Id.Entitlement == one.Id ? notice with { Address = string.Empty, ProviderReference = string.Empty, Version = default } : notice with { Version = default }),
            (await harness.RecordedAsync()).Select(notice => notice with { Version = default }));

        Task ForgetAsync() => ofAll ? harness.Notices.ForgetAddressesAsync(s_campaign, 0, CancellationToken.None) : harness.Notices.ForgetAddressesAsync(one, CancellationToken.None);
    }

    private static NoticeOrder OrderOf(NoticeKind kind, int sequence) => new(kind, sequence, null) { Resend = kind == NoticeKind.Resend ? new ResendTerms("order", ResendFilter.All, 5, null) : null };

    private static Task<IReadOnlyList<Notice>?> ClaimAsync(SendingHarness harness, int person, ReminderTurn turn) =>
        harness.Notices.TryClaimAsync([Sent(Somebody(person, shard: 0), NoticeKind.Reminder, 1, NoticeState.Sending)], turn, CancellationToken.None);

    private static async Task PutAsync(SendingHarness harness, params Notice[] notices) => Assert.NotNull(await harness.Notices.TryClaimAsync(notices, CancellationToken.None));

    private static Notice Sent(Entitlement person, NoticeKind kind, int sequence, NoticeState state) =>
        new() { Id = new NoticeId(s_campaign, person.Id, kind, sequence), State = state, Channel = NoticeChannel.Sms, ClaimedAt = s_claimed, Order = kind == NoticeKind.Resend ? "order" : null };

    private static Entitlement Somebody(int number, int shard) => new() { Campaign = s_campaign, Id = EntitlementId.FromValue(((ulong)number << 12) + (ulong)shard), Route = EntitlementRoute.App, Amount = new Yen(1000) };
}
