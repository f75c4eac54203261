using System.Text.RegularExpressions;
using Compensation.Applications;
using Compensation.Applications.IntoAccounts;
using Compensation.Applications.Journeys;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Rehearsal.People;
using Compensation.Tests.Coupons;
using Compensation.Transfers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Applications.IntoAccounts;

/// <summary>What becomes of a transfer, and what its page says then.</summary>
public sealed partial class LaterOnTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000004,2023-02-24,900,true,,サトウ ジロウ,,070-3333-4410,",
    ];

    [Fact]
    public async Task Whose_transfer_came_back_is_told_the_site_and_the_receipt_number_and_corrects_the_account_there()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);

        // Before the balances are sealed: it is kept until then.
        using SiteReader reader = await world.ByNumberAsync("YM-000004", "+817033334410");
        await reader.AskAsync(TransferSite.Account());
        Assert.Equal("transfer-received", reader.Step);
        Assert.Null(await world.EntitlementAsync("YM-000004"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal(EntitlementState.TransferRequested, (await world.TransferAsync("YM-000004")).Right);
        ReceiptNumber receipt = (await world.EntitlementAsync("YM-000004"))!.Receipt!.Value;

        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-17T20:00"));
        await world.MoveAsync("YM-000004", TransferState.Checked, TransferState.Released, TransferState.Filed, TransferState.Returned);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-19T20:00"));
        EmulatedMessage told = world.MessagesTo("+817033334410").Last();
        Assert.Contains($"補償対応特設サイトで受付番号{receipt.Spoken}の口座", told.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Address(), told.Text);

        using SiteReader again = new(new Uri(world.Http.BaseAddress!, "apply/yamaguchi/status"));
        await again.PostAsync(("receipt", receipt.Spoken), ("contact", "070-3333-4410"));
        await again.PostAsync(("code", world.CodeFor("+817033334410")!));
        Assert.Equal("transfer", again.Step);
        Assert.Contains("口座名義が銀行の登録と異なります", again.Text, StringComparison.Ordinal);
        await again.AskAsync(TransferSite.Account(holder: "サトウ　ジロウ"));
        Assert.Contains(receipt.Spoken, again.Text, StringComparison.Ordinal);
        (EntitlementState right, Transfer? transfer) = await world.TransferAsync("YM-000004");
        Assert.Equal((EntitlementState.TransferRequested, TransferState.Requested, 2, "ｻﾄｳ ｼﾞﾛｳ"), (right, transfer!.State, transfer.Attempt, world.FormOf(transfer).Account.Holder));
    }

    [Fact]
    public async Task After_release_nothing_is_changed_and_the_page_says_so()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.AskAsync(TransferSite.Account());

        // Begun before, sent after.
        await reader.OpenAsync("transfer");
        await reader.PostAsync();
        await reader.FillAsync(TransferSite.Account("7777777"));
        await world.MoveAsync("YM-000001", TransferState.Checked, TransferState.Released);
        await reader.PostAsync();
        Assert.Equal("transfer", reader.Step);
        Assert.Contains("変更や取消はできません", reader.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", reader.Page, StringComparison.Ordinal);
        await reader.OpenAsync("transfer-withdraw");
        Assert.Equal("transfer", reader.Step);
        (_, Transfer? transfer) = await world.TransferAsync("YM-000001");
        Assert.Equal((TransferState.Released, 1, "0012345"), (transfer!.State, transfer.Version, world.FormOf(transfer).Account.Number));
    }

    [Fact]
    public async Task Who_was_cut_off_while_sending_sends_again_and_it_stays_one_request()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.PostAsync();
        await reader.FillAsync(TransferSite.Account());
        JourneyStore journeys = world.App.Services.GetRequiredService<JourneyStore>();
        string id = reader.At.Segments[^2].TrimEnd('/');
        (Journey? before, _) = await journeys.FindAsync(world.Campaign.Id, id, CancellationToken.None);
        await reader.PostAsync();

        // As if the process had died before it noted that the form was sent.
        (Journey? after, _) = await journeys.FindAsync(world.Campaign.Id, id, CancellationToken.None);
        Assert.Equal(string.Empty, after!["account-number"]);
        Assert.NotNull(await journeys.TryKeepAsync(before! with { Version = after.Version }, CancellationToken.None));
        await reader.OpenAsync("transfer-check");
        await reader.PostAsync();
        Assert.Equal("transfer-received", reader.Step);
        Assert.Equal(1, (await world.TransferAsync("YM-000001")).Transfer!.Version);
    }

    [Fact]
    public async Task Of_several_coupons_one_or_all_are_paid_into_the_account()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(new Dictionary<string, string>(ApplicationsWorld.Answers("YM-000001")) { ["number-2"] = "YM-000002" });
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.AskAsync(new Dictionary<string, string>(TransferSite.Account()) { ["coupons"] = "2" });
        Assert.Equal("transfer-received", reader.Step);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal((EntitlementState.Open, EntitlementState.TransferRequested), ((await world.TransferAsync("YM-000001")).Right, (await world.TransferAsync("YM-000002")).Right));
    }

    [Fact]
    public async Task What_the_data_does_not_know_is_asked_for_by_code_and_what_it_knows_twice_is_chosen()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.PostAsync();
        await reader.PostAsync(("bank", "中國銀行"), ("bank-choice", string.Empty));
        await reader.PostAsync(("branch", "ない支店"), ("branch-choice", string.Empty));
        Assert.Contains("支店が見つかりません", reader.Text, StringComparison.Ordinal);
        await reader.PostAsync(("branch", "東京"), ("branch-choice", "999"));
        Assert.Equal(["branch", "branch-choice"], reader.Fields());
        await reader.PostAsync(("branch", "９９８"), ("branch-choice", string.Empty));
        await reader.FillAsync(TransferSite.Account());
        Assert.Contains("店番 998", reader.Text, StringComparison.Ordinal);

        // Another bank: its branch is asked for anew.
        await reader.OpenAsync("bank");
        await reader.PostAsync(("bank", "0001"), ("bank-choice", string.Empty));
        Assert.Equal("branch", reader.Step);
        await reader.FillAsync(TransferSite.Account());
        Assert.Contains("丸の内中央（004）", reader.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_deadline_and_after_points_were_taken_nothing_can_be_asked_for()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-02T12:00"));
        Entitlement right = (await world.EntitlementAsync("YM-000004"))!;
        EntitlementStore store = world.App.Services.GetRequiredService<EntitlementStore>();
        Entitlement claimed = (await store.TryMoveAsync(right, right with { State = EntitlementState.Claimed, Product = "amazon" }, CancellationToken.None))!;
        using SiteReader reader = await world.ByNumberAsync("YM-000004", "+817033334410");
        Assert.Contains("ポイントでのお受取りが済んでいるため", reader.Text, StringComparison.Ordinal);
        await reader.PostAsync();
        Assert.Equal("transfer", reader.Step);
        Assert.Equal(EntitlementState.Claimed, claimed.State);

        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(world.Campaign.ReceiptEndsAt.AddMinutes(1));
        using SiteReader late = await world.ByReceiptAsync(visit);
        Assert.DoesNotContain("<form", late.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_does_not_stay_with_an_application_that_is_decided_and_not_for_ever_with_one_that_is_not()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit accepted = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        ApplicationVisit open = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000002", "サトウ", delivery: "090-7777-1234"), "+819077771234");
        foreach ((ApplicationVisit visit, string contact) in new[] { (accepted, "+819012345678"), (open, "+819077771234") })
        {
            using SiteReader reader = await world.ByReceiptAsync(visit, contact);
            await reader.AskAsync(TransferSite.Account());
            Assert.NotNull(await WishOfAsync(world, visit));
        }

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal((true, false), (await WishOfAsync(world, accepted) is null, await WishOfAsync(world, open) is null));
        IOptions<TransferOptions> options = world.App.Services.GetRequiredService<IOptions<TransferOptions>>();
        StandingClock clock = new(world.Campaign.BooksCloseAt + options.Value.KeepFor - TimeSpan.FromSeconds(1));
        ForgetUndecidedAccounts forget = new(world.App.Services.GetRequiredService<CampaignCatalog>(), world.App.Services.GetRequiredService<ApplicationStore>(), world.App.Services.GetRequiredService<ActTrail>(), clock, options);
        await forget.Run(null!, CancellationToken.None);
        Assert.NotNull(await WishOfAsync(world, open));
        clock.Now += TimeSpan.FromSeconds(1);
        await forget.Run(null!, CancellationToken.None);
        await forget.Run(null!, CancellationToken.None);
        Assert.Null(await WishOfAsync(world, open));
        IReadOnlyList<Act> acts = await world.App.Services.GetRequiredService<ActTrail>().ReadPageAsync(world.Campaign.Id.Value, PlaceRange.All, 1000, CancellationToken.None);
        Assert.Equal(1, Assert.Single(acts, act => act.Operation == nameof(ForgetUndecidedAccounts)).Rows);
    }

    [Fact]
    public async Task Whoever_withdraws_bears_the_mark_for_his_link_wherever_a_process_dies()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger, settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-02T12:00"));
        using SiteReader reader = await world.ByReceiptAsync(visit);
        await reader.AskAsync(TransferSite.Account());
        EntitlementMarks marks = world.App.Services.GetRequiredService<EntitlementMarks>();
        Assert.Equal(0, await marks.CountAsync(world.Campaign.Id, AcceptApplication.Mark, CancellationToken.None));
        await reader.OpenAsync("transfer-withdraw");

        // Two transactions, and the process dies between them.
        int transactions = 0;
        world.Requests.Dies = request => request.EndsWith("$batch", StringComparison.Ordinal) && ++transactions > 1;
        await reader.PostAsync();
        world.Requests.Dies = _ => false;
        Assert.Equal(1, await marks.CountAsync(world.Campaign.Id, AcceptApplication.Mark, CancellationToken.None));
    }

    private static async Task<string?> WishOfAsync(ApplicationsWorld world, ApplicationVisit visit) =>
        (await world.App.Services.GetRequiredService<ApplicationStore>().FindAsync(world.Campaign.Id, ReceiptNumber.Parse(visit.Receipt!), 1, CancellationToken.None))!.ProtectedTransfer;

    [GeneratedRegex("https?://|/apply|/r/", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
