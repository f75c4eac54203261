using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Checking;
using Compensation.Transfers.Telling;

namespace Compensation.Tests.Transfers;

public class TransferDeskTests
{
    [Fact]
    public async Task Who_asks_for_a_transfer_has_no_open_right_any_more_and_nobody_can_read_the_account()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();

        Transfer asked = await world.ReadAsync(id);
        Assert.Equal((EntitlementState.TransferRequested, TransferState.Requested, 1), (await world.RightAsync(id), asked.State, asked.Version));
        Assert.DoesNotContain("ﾔﾏﾀﾞ", asked.ProtectedForm!, StringComparison.Ordinal);
        Assert.Equal(TransferWorld.Form().Account, world.Transfers.FormOf(asked)!.Account);
    }

    [Fact]
    public async Task The_same_again_is_the_same_and_a_change_needs_a_new_check()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(), CancellationToken.None);
        Assert.Equal(1, (await world.ReadAsync(id)).Version);
        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1));

        await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "7654321"), CancellationToken.None);

        Transfer changed = await world.ReadAsync(id);
        Assert.Equal((TransferState.Requested, 2, 1, null), (changed.State, changed.Version, changed.Attempt, changed.Checked));
        Assert.Equal("changed", await world.DecideAsync<ReleaseTransfers>("ben", id, 1));
        Assert.Equal("notNow", await world.DecideAsync<ReleaseTransfers>("ben", id, 2));
    }

    [Fact]
    public async Task Who_withdraws_can_take_points_and_ask_again()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();

        Assert.Null((await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);
        Assert.Equal(EntitlementState.Open, await world.RightAsync(id));
        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(), CancellationToken.None)).Refusal);

        Transfer again = await world.ReadAsync(id);
        Assert.Equal((TransferState.Requested, 2, 1), (again.State, again.Version, again.Attempt));
    }

    [Fact]
    public async Task Whose_transfer_was_held_and_withdrawn_is_told_when_the_next_one_is_held_too()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        ReturnedTransfers returned = world.Get<ReturnedTransfers>();
        Person anna = new(TransferWorld.IdOf("anna"), "anna", Roles.Finance);
        await world.Get<HoldTransfer>().HandleAsync(TransferWorld.Campaign, id, new HoldRequest(1, "名義が違う"), anna, CancellationToken.None);
        Assert.Equal([new ToldAttempt(1, 1)], await returned.MarkAsync(TransferWorld.Campaign, CancellationToken.None));
        await returned.StrikeOffAsync(TransferWorld.Campaign, 1, CancellationToken.None);

        await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None);
        await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "7654321"), CancellationToken.None);
        Transfer again = await world.ReadAsync(id);
        Assert.Equal((TransferState.Requested, 2, null), (again.State, again.Attempt, again.HeldBecause));
        await world.Get<HoldTransfer>().HandleAsync(TransferWorld.Campaign, id, new HoldRequest(again.Version, "名義が違う"), anna, CancellationToken.None);

        Assert.Equal([new ToldAttempt(2, 1)], await returned.MarkAsync(TransferWorld.Campaign, CancellationToken.None));
    }

    /// <summary>A file names each candidate's version in two bytes: whoever changes his account without end must not keep everybody else from being paid.</summary>
    [Fact]
    public async Task Who_has_changed_an_account_without_end_changes_it_no_more_and_is_paid_with_everybody_else()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        Transfer asked = await world.ReadAsync(id);
        Assert.True(await world.Transfers.TryKeepAsync(TransferWorld.Campaign, asked, asked with { Version = 65_534 }, CancellationToken.None));

        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "7654321"), CancellationToken.None)).Refusal);
        Assert.Equal(DeskRefusal.TooOften, (await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "1111111"), CancellationToken.None)).Refusal);

        await world.CheckAndReleaseAsync(id);
        Assert.Equal(1, (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!.Made!.Payments);
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task After_release_nothing_is_changed_or_withdrawn()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();

        Assert.Equal(DeskRefusal.UnderWay, (await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);
        Assert.Equal(DeskRefusal.UnderWay, (await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "7"), CancellationToken.None)).Refusal);
        Assert.Equal(TransferState.Released, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task One_or_the_other_and_never_both()
    {
        using TransferWorld world = new();
        EntitlementStore rights = world.Get<EntitlementStore>();
        EntitlementId claimed = await world.OweAsync();
        Entitlement open = (await rights.FindAsync(TransferWorld.Campaign.Id, claimed, CancellationToken.None))!;
        EntitlementId raced = await world.OweAsync();
        Entitlement seen = (await rights.FindAsync(TransferWorld.Campaign.Id, raced, CancellationToken.None))!;

        await rights.TryMoveAsync(open, open with { State = EntitlementState.Claimed, Product = "edy" }, CancellationToken.None);
        Assert.Equal(DeskRefusal.NothingToPay, (await world.Desk.RequestAsync(TransferWorld.Campaign, claimed, TransferWorld.Form(), CancellationToken.None)).Refusal);
        await world.Desk.RequestAsync(TransferWorld.Campaign, raced, TransferWorld.Form(), CancellationToken.None);
        Assert.Null(await rights.TryMoveAsync(seen, seen with { State = EntitlementState.Claimed, Product = "edy" }, CancellationToken.None));
        Assert.Equal((EntitlementState.Claimed, EntitlementState.TransferRequested), (await world.RightAsync(claimed), await world.RightAsync(raced)));
    }

    [Fact]
    public async Task Whom_the_app_does_not_know_is_paid_after_an_accepted_application_only()
    {
        using TransferWorld world = new();
        EntitlementStore rights = world.Get<EntitlementStore>();
        EntitlementId id = await world.OweAsync();
        Entitlement owed = (await rights.FindAsync(TransferWorld.Campaign.Id, id, CancellationToken.None))!;
        Entitlement awaiting = (await rights.TryMoveAsync(owed, owed with { AwaitsApplication = true }, CancellationToken.None))!;

        Assert.Equal(DeskRefusal.NotApplied, (await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(), CancellationToken.None)).Refusal);
        await rights.TryMoveAsync(awaiting, awaiting with { AwaitsApplication = false }, CancellationToken.None);

        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(), CancellationToken.None)).Refusal);
    }

    [Theory]
    [InlineData("2023-03-21T23:59:59", DeskRefusal.NotYet)]
    [InlineData("2023-03-22T00:00:00", null)]
    [InlineData("2023-05-31T23:59:59", null)]
    [InlineData("2023-06-01T00:00:00", DeskRefusal.TooLate)]
    public async Task It_is_asked_for_between_opening_and_the_receipt_deadline(string at, DeskRefusal? refusal)
    {
        using TransferWorld world = new();
        world.Clock.Now = At(at);

        Assert.Equal(refusal, (await world.Desk.RequestAsync(TransferWorld.Campaign, await world.OweAsync(), TransferWorld.Form(), CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Who_would_withdraw_too_late_for_points_keeps_the_transfer()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        world.Clock.Now = At("2023-06-01T00:00:00");

        Assert.Equal(DeskRefusal.TooLate, (await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);
        Assert.Equal(TransferState.Requested, (await world.ReadAsync(id)).State);
        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(number: "7654321"), CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task A_campaign_without_transfers_and_an_installation_without_an_account_offer_none()
    {
        using TransferWorld world = new();
        using TransferWorld unconfigured = new(("Transfers:ClientCode", ""));

        Assert.True(world.Desk.IsOffered(TransferWorld.Campaign));
        Assert.False(world.Desk.IsOffered(Campaigns.CampaignFiles.Read("kumamoto")));
        Assert.False(unconfigured.Desk.IsOffered(TransferWorld.Campaign));
    }

    private static DateTimeOffset At(string wall) => new(DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture), JapanTime.Offset);
}
