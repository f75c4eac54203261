using System.Net;
using AngleSharp.Dom;
using Compensation.Entitlements;

namespace Compensation.Tests.Receipts;

/// <summary>The page of a lead, whose message spoke for the person's other entitlements too.</summary>
public sealed class OtherReceiptsTests
{
    [Fact]
    public async Task The_lead_s_page_leads_to_each_of_the_others_and_theirs_are_as_ever()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 1000, 2000, 300);

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("1,000円分", page.QuerySelector(".amount")!.TextContent);
        Assert.StartsWith("お受け取りは、このページの分を含めて3件（合計3,300円分）あります。", page.QuerySelector(".several")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ほかの2件のお受け取り", page.GetElementById(page.QuerySelector(".several a")!.GetAttribute("href")![1..])!.TextContent);
        Assert.Equal(
            [("2件目 2,000円分 まだお受け取りになっていません", app.PathOf(person[1])), ("3件目 300円分 まだお受け取りになっていません", app.PathOf(person[2]))],
            Entries(page));
        (_, IDocument other) = await app.LookAsync(app.PathOf(person[1]));
        Assert.Equal("2,000円分", other.QuerySelector(".amount")!.TextContent);
        Assert.Null(other.QuerySelector(".several, .others"));
    }

    [Fact]
    public async Task Each_is_claimed_on_its_own_page_and_the_lead_s_page_keeps_the_others_in_sight_after_its_own_claim()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 500, 500, 500);
        await app.FillAsync(500, each: 1);

        using HttpResponseMessage first = await app.ClaimAsync(app.PathOf(person[0]), "edy");
        using HttpResponseMessage second = await app.ClaimAsync(app.PathOf(person[1]), "nanaco");
        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("edy-500-0000", page.QuerySelector(".code code")!.TextContent);
        Assert.Equal("nanaco-500-0000", await app.CodeOnPageAsync(app.PathOf(person[1])));
        Assert.Equal(["2件目 500円分 お受け取りが完了しました", "3件目 500円分 まだお受け取りになっていません"], Entries(page).Select(entry => entry.Text));
        Assert.Equal(EntitlementState.Open, (await app.ReadAsync(person[2])).State);
    }

    [Theory]
    [InlineData(EntitlementState.Open, HttpStatusCode.OK)]
    [InlineData(EntitlementState.Claimed, HttpStatusCode.OK)]
    [InlineData(EntitlementState.TransferRequested, HttpStatusCode.OK)]
    [InlineData(EntitlementState.Transferred, HttpStatusCode.OK)]
    [InlineData(EntitlementState.TransferFailed, HttpStatusCode.OK)]
    [InlineData(EntitlementState.Expired, HttpStatusCode.Gone)]
    [InlineData(EntitlementState.Revoked, HttpStatusCode.Gone)]
    public async Task Whatever_has_become_of_the_lead_the_others_stay_in_reach(EntitlementState state, HttpStatusCode expected)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 1000, 2000);
        await MoveAsync(app, person[0], state);

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Equal(expected, status);
        Assert.Equal(("2件目 2,000円分 まだお受け取りになっていません", app.PathOf(person[1])), Assert.Single(Entries(page)));
    }

    [Theory]
    [InlineData(EntitlementState.Claimed, "コードを準備しています")]
    [InlineData(EntitlementState.TransferRequested, "銀行振込のお手続き中です")]
    [InlineData(EntitlementState.Transferred, "お振り込みが完了しました")]
    [InlineData(EntitlementState.TransferFailed, "お振り込みができませんでした")]
    [InlineData(EntitlementState.Expired, "受取期限が過ぎました")]
    [InlineData(EntitlementState.Revoked, "取り消されています")]
    public async Task Each_other_is_shown_with_how_it_stands(EntitlementState state, string expected)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 1000, 2000);
        await MoveAsync(app, person[1], state);

        (_, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Equal($"2件目 2,000円分 {expected}", Assert.Single(Entries(page)).Text);
    }

    [Fact]
    public async Task Choosing_nothing_and_the_deadline_keep_the_others_on_the_page_too()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 1000, 2000);

        using HttpResponseMessage nothing = await app.ClaimAsync(app.PathOf(person[0]), string.Empty);
        IDocument asked = await ReceiptApp.ParseAsync(nothing);
        app.Clock.Now = app.Campaign.ReceiptEndsAt;
        (HttpStatusCode over, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Gone), (nothing.StatusCode, over));
        Assert.Single(Entries(asked));
        Assert.Equal("2件目 2,000円分 受取期限が過ぎました", Assert.Single(Entries(page)).Text);
    }

    [Fact]
    public async Task Who_no_longer_follows_is_no_longer_shown()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement[] person = await OneForAllAsync(app, 1000, 2000);
        await app.ChangeAsync(person[1], before => before with { Lead = null });

        (_, IDocument page) = await app.LookAsync(app.PathOf(person[0]));

        Assert.Null(page.QuerySelector(".several, .others"));
    }

    /// <summary>One person's entitlements, the first of which leads.</summary>
    private static async Task<Entitlement[]> OneForAllAsync(ReceiptApp app, params long[] yen)
    {
        List<Entitlement> owed = [];
        foreach (long amount in yen)
        {
            owed.Add(await app.OweAsync(amount));
        }

        Entitlement lead = await app.ChangeAsync(owed[0], before => before with { Companions = [.. owed.Skip(1).Select(other => other.Id)] });
        Entitlement[] others = await Task.WhenAll(owed.Skip(1).Select(other => app.ChangeAsync(other, before => before with { Lead = lead.Id })));
        return [lead, .. others];
    }

    private static async Task MoveAsync(ReceiptApp app, Entitlement person, EntitlementState state)
    {
        EntitlementState[] steps = state switch
        {
            EntitlementState.Open => [],
            EntitlementState.Transferred or EntitlementState.TransferFailed => [EntitlementState.TransferRequested, state],
            _ => [state],
        };
        Entitlement now = person;
        foreach (EntitlementState step in steps)
        {
            now = await app.ChangeAsync(now, before => before with { State = step, Product = step == EntitlementState.Claimed ? "edy" : null });
        }
    }

    /// <summary>What is said of each other, and where its link leads from the lead's page.</summary>
    private static IReadOnlyList<(string Text, string Path)> Entries(IDocument page) =>
        [.. page.QuerySelectorAll(".others li a").Select(link => (link.TextContent, $"/r/{link.GetAttribute("href")}"))];
}
