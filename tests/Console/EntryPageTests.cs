using System.Net;
using AngleSharp.Dom;
using Compensation.CallCentre.Cases;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Tests.CallCentre;
using Compensation.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.ConsolePages;

/// <summary>What is taken down or mended during a call counts once it was read back, once, and bears the operator's name.</summary>
public sealed class EntryPageTests
{
    private const string Console = "/console/yamaguchi";

    private static readonly (string, string)[] s_agreed = [("read-back", "yes")];

    [Fact]
    public async Task An_application_is_entered_once_it_was_read_back_and_can_be_changed_before()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,"], settings: Desk.Settings);
        using Desk desk = await SitDownAsync(world, "sato", Roles.Operator);
        const string address = $"{Console}/new-application";
        (HttpStatusCode wrong, _, IDocument told) = await desk.DoAsync(address, ("family", ""), ("inquiry-numbers", "YM-000001\r\nYM-000001"), ("delivery", "03-1234-5678"), ("reason", "電話で受付"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Equal(["#family", "#delivery", "#inquiry-numbers"], told.QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")));

        (string, string)[] typed = [("family", "ヤマダ"), ("given", "タロー"), ("inquiry-numbers", "ＹＭ－０００００１\r\n"), ("travel-date", "令和5年2月23日"), ("phone", "083-222-3333"), ("reason", "電話で受付")];
        (HttpStatusCode shown, _, IDocument first) = await desk.DoAsync(address, typed);
        Assert.Equal(HttpStatusCode.OK, shown);
        Assert.Contains("ヤマダ タロー", Desk.TextOf(first), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(first, address)).Status);
        (_, _, IDocument changing) = await desk.SendAsync(first, address, ("step", "change"));
        Assert.Equal("タロー", changing.QuerySelector("#given")!.GetAttribute("value"));
        Assert.Empty((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());

        (_, _, IDocument readBack) = await desk.SendAsync(changing, address, [.. typed[..1], ("given", "タロウ"), .. typed[2..]]);
        (HttpStatusCode entered, string? page, _) = await desk.SendAsync(readBack, address, s_agreed);
        Assert.Equal(HttpStatusCode.SeeOther, entered);
        Assert.Equal(page, (await desk.SendAsync(readBack, address, s_agreed)).Next);
        string text = Desk.TextOf(await desk.LookAsync(page!));
        Assert.All(["電話で入力した人", "sato", "ヤマダ タロウ"], words => Assert.Contains(words, text, StringComparison.Ordinal));
        Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());
        Assert.Contains("電話で受付", (await world.GetAsync("acts")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transfer_is_entered_as_it_was_understood_and_read_back_and_taken_back_for_points()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,,,,090-1234-5610,"], settings: [.. Desk.Settings, .. TransferSite.Settings]);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        using Desk desk = await SitDownAsync(world, "sato", Roles.Operator);
        EntitlementId id = (await world.EntitlementAsync("YM-000001"))!.Id;
        string person = $"{Console}/people/{id}";
        Assert.Contains($"{person}/transfer", (await desk.LookAsync(person)).QuerySelectorAll("ul.next a").Select(link => link.GetAttribute("href")));
        IDocument form = await desk.LookAsync($"{person}/transfer");
        (string, string)[] answers = [.. form.QuerySelectorAll("[id^=answer-]").Select(field => (field.Id!, "本人"))];

        (HttpStatusCode wrong, _, IDocument told) = await desk.SendAsync(form, $"{person}/transfer", [("bank", "みずほ"), ("branch", "丸の内中央"), ("type", "ordinary"), ("number", "12"), ("holder", "髙橋"), ("reason", "電話"), .. answers]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Equal(["#number", "#holder"], told.QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")));
        (string, string)[] typed = [("bank", "みずほ"), ("branch", "丸の内中央"), ("type", "ordinary"), ("number", "12345"), ("holder", "ヤマダ　タロー"), ("reason", "電話"), .. answers];
        (HttpStatusCode shown, _, IDocument readBack) = await desk.SendAsync(form, $"{person}/transfer", typed);
        Assert.Equal(HttpStatusCode.OK, shown);
        Assert.All(["0012345", "前に0を2つ", "ﾔﾏﾀﾞ ﾀﾛ"], words => Assert.Contains(words, Desk.TextOf(readBack), StringComparison.Ordinal));
        Assert.Null(await TransferAsync(world, id));

        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(readBack, $"{person}/transfer", s_agreed)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(readBack, $"{person}/transfer", s_agreed)).Status);
        Assert.Equal((TransferState.Requested, 1, "sato"), (await TransferAsync(world, id)) is { } asked ? (asked.State, asked.Version, asked.EnteredBy) : default);
        IDocument after = await desk.LookAsync(person);
        Assert.Contains("sato", after.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("振込の申し込み", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("0012345", Desk.TextOf(after), StringComparison.Ordinal);

        IDocument withdrawal = await desk.LookAsync($"{person}/withdraw-transfer");
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(withdrawal, $"{person}/withdraw-transfer", ("reason", "ポイント希望"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(readBack, $"{person}/transfer", s_agreed)).Status);
        Assert.Equal(TransferState.Withdrawn, (await TransferAsync(world, id))!.State);
    }

    [Fact]
    public async Task What_was_taken_down_wrongly_is_corrected_and_what_names_the_caller_stays_masked_and_kept()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,"], settings: Desk.Settings);
        DoubleChargeCase one = await CaseJourneyTests.OpenAsync(world, "call-1", "YM-000001");
        CaseFacts before = world.App.Services.GetRequiredService<CaseDesk>().FactsOrNoneOf(one);
        using Desk desk = await SitDownAsync(world, "sato", Roles.Operator);
        string page = $"{Console}/cases/{one.Number}";
        IDocument form = await desk.LookAsync($"{page}/correct");
        Assert.DoesNotContain("YM-000001", form.Source.Text, StringComparison.Ordinal);
        Assert.Equal(string.Empty, form.QuerySelector("#caller-contact")!.GetAttribute("value") ?? string.Empty);
        (string, string)[] stated = [.. form.QuerySelectorAll("form input[id], form textarea[id]").Where(field => field.GetAttribute("type") is "text").Select(field => (field.Id!, field.GetAttribute("value") ?? string.Empty)), ("kind", form.QuerySelector("input[name=kind][checked]")!.GetAttribute("value")!)];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.SendAsync(form, $"{page}/correct", [.. With(stated, "amount", "0"), ("reason", "金額")])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(form, $"{page}/correct", [.. With(stated, "amount", "321"), ("reason", "金額")])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(form, $"{page}/correct", [.. With(stated, "amount", "321"), ("reason", "金額")])).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(form, $"{page}/correct", [.. With(stated, "amount", "322"), ("reason", "金額")])).Status);

        DoubleChargeCase corrected = (await world.App.Services.GetRequiredService<CaseStore>().FindAsync(world.Campaign.Id, one.Number, CancellationToken.None))!;
        Assert.Equal((321, 2), (corrected.Amount.Amount, corrected.LinkVersion));
        Assert.Equal(before with { Amount = corrected.Amount }, world.App.Services.GetRequiredService<CaseDesk>().FactsOrNoneOf(corrected));
        Assert.Contains("金額", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finance_takes_files_to_the_bank_from_a_page_and_says_what_has_not_come_back()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,,,,090-1234-5610,"], settings: [.. Desk.Settings, .. TransferSite.Settings]);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        (TransferDesk transfers, EntitlementId id) = (world.App.Services.GetRequiredService<TransferDesk>(), (await world.EntitlementAsync("YM-000001"))!.Id);
        Assert.Null((await transfers.RequestAsync(world.Campaign, id, Compensation.Tests.Transfers.TransferWorld.Form(), CancellationToken.None)).Refusal);
        using Desk anna = await SitDownAsync(world, "anna", Roles.Finance);
        using Desk ben = await SitDownAsync(world, "ben", Roles.Finance);
        string page = $"{Console}/transfers/{id}";
        IDocument check = await anna.LookAsync($"{page}/check");
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.SendAsync(check, $"{page}/check")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.DoAsync($"{page}/release")).Status);
        (HttpStatusCode early, _, IDocument why) = await anna.DoAsync($"{Console}/transfer-files/new", ("reason", "急ぎ"));
        Assert.Equal((HttpStatusCode.Conflict, "振込の開始日の前です。"), (early, why.QuerySelector("[role=alert]")!.TextContent));
        await world.UntilAsync(world.Campaign.BankTransfer!.StartsAt.AddHours(11));
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.DoAsync($"{Console}/transfer-files/new", ("reason", "急ぎ"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.SendAsync(check, $"{page}/check")).Status);

        IElement row = Assert.Single((await anna.LookAsync($"{Console}/transfer-files")).QuerySelectorAll("tbody tr"));
        string settle = row.QuerySelector("a[href*='/transfer-files/']")!.GetAttribute("href")!;
        (HttpStatusCode unfetched, _, IDocument whyUnfetched) = await anna.DoAsync(settle, ("reason", "引落しを確認"));
        Assert.Equal((HttpStatusCode.Conflict, "このファイルはまだ誰も取り出していません。銀行が支払っているはずはありません。"), (unfetched, whyUnfetched.QuerySelector("[role=alert]")!.TextContent));
        Assert.Equal(HttpStatusCode.OK, await anna.StatusOfAsync(row.QuerySelector("a[href^='/campaigns/']")!.GetAttribute("href")!));
        (HttpStatusCode soon, _, IDocument whySoon) = await anna.DoAsync(settle, ("reason", "引落しを確認"));
        Assert.Equal(HttpStatusCode.Conflict, soon);
        Assert.Contains("組戻り", whySoon.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        await world.UntilAsync(world.Campaign.BankTransfer.StartsAt.AddDays(14));
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.DoAsync(settle, ("reason", "引落しを確認"))).Status);
        Assert.Equal(TransferState.Paid, (await TransferAsync(world, id))!.State);
        Assert.Equal(HttpStatusCode.NotFound, await anna.StatusOfAsync($"{Console}/transfer-files/99"));
    }

    [Fact]
    public async Task The_closing_report_is_promised_for_the_day_on_which_the_books_close()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(settings: Desk.Settings);
        using Desk desk = await SitDownAsync(world, "anna", Roles.Viewer);

        Assert.Contains("振込の期限（2023年6月30日(金)23:59）のあとに作成します。", Desk.TextOf(await desk.LookAsync($"{Console}/reports")), StringComparison.Ordinal);
        Assert.Contains("after the end of transfers, 23:59 on 30 June 2023 (Japan time).", Desk.TextOf(await desk.LookAsync($"{Console}/reports?lang=en")), StringComparison.Ordinal);
    }

    private static Task<Desk> SitDownAsync(ApplicationsWorld world, string name, Roles roles) => Desk.SitDownAsync(world.App.Services, world.Http.BaseAddress!, name, roles);

    private static Task<Transfer?> TransferAsync(ApplicationsWorld world, EntitlementId id) => world.App.Services.GetRequiredService<TransferStore>().FindAsync(world.Campaign, id, CancellationToken.None);

    private static IEnumerable<(string, string)> With((string Name, string Value)[] fields, string name, string value) => fields.Select(field => field.Name == name ? (name, value) : field);
}
