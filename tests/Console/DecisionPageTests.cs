using System.Net;
using System.Text;
using AngleSharp.Dom;
using Compensation.Common.Access;
using Compensation.Rehearsal.People;
using Compensation.Tests.Access;
using Compensation.Tests.Applications;

namespace Compensation.Tests.ConsolePages;

/// <summary>What is decided on pages is decided by whom it needs, as it was looked at, and once.</summary>
public sealed class DecisionPageTests
{
    [Fact]
    public async Task A_double_charge_goes_from_the_call_to_the_approval_by_a_second_person_on_pages()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        app.Clock.SetBack(TimeSpan.FromDays(20));
        using Desk anna = new(await app.SignInAsync("anna", Roles.Operator));
        using Desk ben = new(await app.SignInAsync("ben", Roles.Operator));
        await ImportAsync(app, "KM-000001,2023-02-24,1000,true\n");
        const string cases = "/console/kumamoto/cases";
        IDocument form = await anna.LookAsync("/console/kumamoto/new-case");
        (HttpStatusCode wrong, _, IDocument told) = await anna.SendAsync(form, "/console/kumamoto/new-case", ("kind", "ChargedTwice"), ("inquiry-number", "KM-999999"), ("expiry", "2023-02-24"), ("prefecture", "熊本県"), ("shop", "熊本の店"), ("amount", "500"), ("face-value", "3000"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "#inquiry-number"), (wrong, told.QuerySelector(".errors a")!.GetAttribute("href")));
        (string, string)[] facts = [("kind", "ChargedTwice"), ("inquiry-number", "ＫＭ－000001"), ("expiry", "2023年2月24日"), ("prefecture", "熊本県"), ("shop", "熊本の店"), ("amount", "５００"), ("face-value", "3000"), ("shop-phone", "096-333-1111")];
        (HttpStatusCode unread, _, IDocument amiss) = await anna.SendAsync(form, "/console/kumamoto/new-case", [.. facts.Where(fact => fact.Item1 != "face-value"), ("face-value", "三千")]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "#face-value"), (unread, amiss.QuerySelector(".errors a")!.GetAttribute("href")));
        (HttpStatusCode opened, string? page, _) = await anna.SendAsync(form, "/console/kumamoto/new-case", facts);
        Assert.Equal(HttpStatusCode.SeeOther, opened);
        Assert.Equal(page, (await anna.SendAsync(form, "/console/kumamoto/new-case", facts)).Next);
        Assert.Single((await anna.LookAsync(cases)).QuerySelectorAll("tbody tr"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anna.DoAsync($"{page}/shop-call")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await anna.DoAsync($"{page}/shop-call", ("confirms", "yes"), ("spoke-with", "店長"), ("rung", "096-333-1111"))).Status);
        (HttpStatusCode own, _, IDocument refused) = await anna.DoAsync($"{page}/approve");
        Assert.Equal(HttpStatusCode.Conflict, own);
        Assert.Contains("別の人が行います", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        IDocument approval = await ben.LookAsync($"{page}/approve");
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.SendAsync(approval, $"{page}/approve")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.SendAsync(approval, $"{page}/approve")).Status);
        Assert.Single((await ben.LookAsync(page!)).QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("承認した", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_is_refused_on_its_page_as_it_was_looked_at_and_found_by_its_receipt()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000002,2023-02-24,500,false,,スズキ ハナコ,,,"], settings: Desk.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000002", "サトウ", "ハナコ", "090-2222-1110"), "+819022221110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        using Desk desk = await Desk.SitDownAsync(world.App.Services, world.Http.BaseAddress!, "sato", Roles.Operator);
        (_, _, IDocument found) = await desk.DoAsync("/console/yamaguchi/search", ("receipt", visit.Receipt!));
        Assert.Contains("…0002", Desk.TextOf(found), StringComparison.Ordinal);
        Assert.DoesNotContain(visit.Receipt!, found.Title, StringComparison.Ordinal);
        IElement open = Assert.Single((await desk.LookAsync("/console/yamaguchi/applications")).QuerySelectorAll("tbody a"));
        string page = open.GetAttribute("href")!;
        Assert.Contains("サトウ ハナコ", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
        IDocument refuse = await desk.LookAsync($"{page}/refuse");
        IDocument ask = await desk.LookAsync($"{page}/ask");
        (string, string)[] because = [("outcome", "NameDiffers"), ("words", "お名前が違います。"), ("reason", "照合")];
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(refuse, $"{page}/refuse", because)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await desk.SendAsync(refuse, $"{page}/refuse", because)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.SendAsync(ask, $"{page}/ask", ("words", "お名前は？"), ("reason", "照合"))).Status);
        Assert.Contains("お断り", Desk.TextOf(await desk.LookAsync(page)), StringComparison.Ordinal);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-05T12:00"));
        Assert.Single(world.MessagesTo("+819022221110"), message => message.Text.Contains("お名前が違います", StringComparison.Ordinal));
    }

    private static async Task ImportAsync(AccessApp app, string rows)
    {
        using Visitor machine = app.NewVisitor();
        using HttpRequestMessage ledger = new(HttpMethod.Post, "campaigns/kumamoto/ledger");
        ledger.Headers.Add("x-functions-key", AccessApp.Key);
        ledger.Content = new StringContent("inquiry_number,expiry,balance,charged_to_app\n" + rows, Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await machine.SendAsync(ledger);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
    }
}
