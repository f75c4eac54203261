using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Tests.Campaigns;
using Compensation.Waves;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Closing;

public sealed class ExpireUnclaimedTests
{
    private const int Shard = 3;

    [Fact]
    public async Task Everything_unclaimed_expires_and_nothing_else_changes()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        IReadOnlyList<Entitlement> open = await app.OweManyAsync(250, 500);
        EntitlementState[] settled = [EntitlementState.Paid, EntitlementState.TransferRequested, EntitlementState.Transferred, EntitlementState.TransferFailed, EntitlementState.Revoked];
        Entitlement[] others = await Task.WhenAll(settled.Select(state => app.OweAsync(700, state)));

        PageOutcome outcome = await WorkAsync(app);

        Assert.Equal((250, 0), (outcome.Counts[ExpireUnclaimed.Expired], outcome.Deferred));
        Entitlement[] after = await Task.WhenAll(open.Select(app.ReadAsync));
        Assert.All(after, person => Assert.Equal((EntitlementState.Expired, ClosingApp.Now), (person.State, person.ExpiredAt)));
        Assert.Equal(others, await Task.WhenAll(others.Select(app.ReadAsync)));
    }

    [Fact]
    public async Task Who_took_points_after_a_returned_transfer_expires_in_the_pass_before_the_books_close_only()
    {
        Campaign tochigi = CampaignFiles.Read("tochigi");
        Entitlement returned = new()
        {
            Campaign = tochigi.Id,
            Id = EntitlementId.FromValue(Shard),
            Route = EntitlementRoute.App,
            Amount = new Yen(500),
            TransferReturnedAt = tochigi.ReceiptEndsAt.AddDays(-1),
        };
        await using ClosingApp atDeadline = await ClosingApp.StartAsync(now: tochigi.ReceiptEndsAt.AddMinutes(1));
        await atDeadline.Entitlements.CreateAsync([returned], CancellationToken.None);
        await using ClosingApp atEnd = await ClosingApp.StartAsync(now: tochigi.BooksCloseAt);
        await atEnd.Entitlements.CreateAsync([returned], CancellationToken.None);

        PageOutcome first = await WorkAsync(atDeadline, tochigi.Id);
        PageOutcome tooEarly = await WorkAsync(atDeadline, tochigi.Id, ExpireUnclaimed.BeforeBooksClose);
        PageOutcome second = await WorkAsync(atEnd, tochigi.Id, ExpireUnclaimed.BeforeBooksClose);

        Assert.Equal((0, 0, tochigi.BooksCloseAt), (first.Counts[ExpireUnclaimed.Expired], first.Deferred, tooEarly.RepeatAt));
        Assert.Equal(EntitlementState.Open, (await atDeadline.ReadAsync(returned)).State);
        Assert.Equal((1, EntitlementState.Expired), (second.Counts[ExpireUnclaimed.Expired], (await atEnd.ReadAsync(returned)).State));
    }

    [Fact]
    public async Task A_page_handed_over_again_does_nothing_again()
    {
        await using ClosingApp app = await ClosingApp.StartAsync();
        Entitlement person = await app.OweAsync(500);
        await WorkAsync(app);
        Entitlement expired = await app.ReadAsync(person);

        PageOutcome again = await WorkAsync(app);

        Assert.Equal(0, again.Counts[ExpireUnclaimed.Expired]);
        Assert.Equal(expired, await app.ReadAsync(person));
    }

    [Fact]
    public async Task A_claim_made_in_time_is_paid_after_the_deadline()
    {
        await using ClosingApp app = await ClosingApp.StartAsync(new IssueResult.Issued([new IssuedCode("EDY-0001", null)], "gc-1"));
        Entitlement claimed = await app.OweAsync(500, EntitlementState.Claimed);

        PageOutcome outcome = await WorkAsync(app);

        Assert.Equal((1, 0), (outcome.Counts[ExpireUnclaimed.Paid], outcome.Deferred));
        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(claimed)).State);
    }

    [Fact]
    public async Task A_claim_whose_code_is_not_there_yet_waits_for_a_later_pass()
    {
        await using ClosingApp app = await ClosingApp.StartAsync(new IssueResult.OutOfStock());
        Entitlement claimed = await app.OweAsync(500, EntitlementState.Claimed);
        Entitlement open = await app.OweAsync(500);

        PageOutcome outcome = await WorkAsync(app);

        Assert.Equal((0, 1), (outcome.Counts[ExpireUnclaimed.Paid], outcome.Deferred));
        Assert.Equal(claimed, await app.ReadAsync(claimed));
        Assert.Equal(EntitlementState.Expired, (await app.ReadAsync(open)).State);
    }

    [Fact]
    public async Task Someone_revoked_in_the_same_moment_stays_revoked_and_the_others_expire()
    {
        ClosingApp? app = null;
        Entitlement? unlucky = null;
        async Task RevokeOnceAsync()
        {
            if (Interlocked.Exchange(ref unlucky, null) is { } person)
            {
                Assert.NotNull(await app!.Entitlements.TryMoveAsync(person, person with { State = EntitlementState.Revoked }, CancellationToken.None));
            }
        }

        await using (app = await ClosingApp.StartAsync(beforeTransaction: RevokeOnceAsync))
        {
            IReadOnlyList<Entitlement> people = await app.OweManyAsync(120, 500);
            unlucky = people[7];

            PageOutcome outcome = await WorkAsync(app);

            Assert.Equal(119, outcome.Counts[ExpireUnclaimed.Expired]);
            Assert.Equal(EntitlementState.Revoked, (await app.ReadAsync(people[7])).State);
            Assert.Equal(EntitlementState.Expired, (await app.ReadAsync(people[8])).State);
        }
    }

    [Fact]
    public async Task Before_the_deadline_nothing_expires_and_the_page_is_asked_for_again_at_it()
    {
        DateTimeOffset deadline = ClosingApp.Campaign.ReceiptEndsAt;
        await using ClosingApp app = await ClosingApp.StartAsync(now: deadline.AddTicks(-1));
        Entitlement open = await app.OweAsync(500);

        PageOutcome outcome = await WorkAsync(app);

        Assert.Equal(deadline, outcome.RepeatAt);
        Assert.Equal(open, await app.ReadAsync(open));
    }

    private static Task<PageOutcome> WorkAsync(ClosingApp app) => WorkAsync(app, ClosingApp.Campaign.Id);

    private static async Task<PageOutcome> WorkAsync(ClosingApp app, CampaignId campaign, string argument = "")
    {
        IWaveAction action = app.Get<IEnumerable<IWaveAction>>().Single(one => one.Name == ExpireUnclaimed.ActionName);
        WavePage page = new(campaign, "expiry", ExpireUnclaimed.ActionName, argument, null, Shard, null, 500);
        using WaveGate gate = new(_ => Task.FromResult(true), TimeProvider.System);
        return await action.WorkAsync(page, await app.Entitlements.ReadPageAsync(page.Campaign, Shard, null, page.Take, CancellationToken.None), gate, CancellationToken.None);
    }
}
