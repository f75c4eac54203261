using AngleSharp.Dom;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Payouts.Standings;
using Compensation.Tests.Receipts;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Payouts;

/// <summary>Amounts that no single code covers, where the campaign lets them be made up of several.</summary>
public sealed class ComposedCodesTests
{
    private static readonly Campaign s_several = TestCampaign.Kumamoto with { CodesAtMost = 4 };

    [Fact]
    public async Task An_odd_amount_is_handed_out_in_several_codes_which_stay_the_same()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,2024-03-31,L1", "edy,200,EDY-0200,2024-02-29,L1", "edy,34,EDY-0034,,L1", "nanaco,1234,NAN-1234,,L1");
        Entitlement person = await app.OweAsync(1234);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        (_, IDocument page) = await app.LookAsync(app.PathOf(person));
        (_, IDocument again) = await app.LookAsync(app.PathOf(person));

        Assert.Equal(["EDY-1000", "EDY-0200", "EDY-0034"], CodesOn(page));
        Assert.Equal(CodesOn(page), CodesOn(again));
        Assert.Contains("EdyギフトIDのコード 2（200円分）", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2024年2月29日(木)まで", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(person)).State);
    }

    [Fact]
    public async Task A_single_code_goes_before_several()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,234,EDY-0234,,L1", "edy,1234,EDY-1234,,L1");
        Entitlement person = await app.OweAsync(1234);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");

        Assert.Equal("EDY-1234", await app.CodeOnPageAsync(app.PathOf(person)));
        Assert.Equal((1, 0), await app.CountAsync(1000));
    }

    /// <summary>Counted as free, what nobody can read would be planned for again and again.</summary>
    [Fact]
    public async Task A_code_that_cannot_be_read_is_made_up_for_by_others_and_waited_for_where_there_are_none()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,234,EDY-0234,,L1", "edy,200,EDY-0200,,L1", "edy,34,EDY-0034,,L1");
        await app.DamageCodesAsync("kumamoto:edy:234");
        (Entitlement person, Entitlement next) = (await app.OweAsync(1234), await app.OweAsync(234));

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        using HttpResponseMessage waits = await app.ClaimAsync(app.PathOf(next), "edy");

        Assert.Equal(["EDY-1000", "EDY-0200", "EDY-0034"], CodesOn((await app.LookAsync(app.PathOf(person))).Page));
        Assert.Null(await app.CodeOnPageAsync(app.PathOf(next)));
        Assert.Equal([AlarmKind.FieldUnreadable], (await app.Get<AlarmList>().ReadPageAsync(from: null, 10, CancellationToken.None)).Select(alarm => alarm.Kind));
    }

    [Fact]
    public async Task Without_the_campaigns_word_an_odd_amount_waits()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,234,EDY-0234,,L1");
        Entitlement person = await app.OweAsync(1234);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");

        Assert.Null(await app.CodeOnPageAsync(app.PathOf(person)));
        Assert.Equal((1, 0), await app.CountAsync(1000));
    }

    private static IssueRequest RequestOf(Entitlement person) => new(person.Campaign, person.Id, "edy", person.Amount);

    [Fact]
    public async Task What_comes_in_at_another_instance_is_there_at_once()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1");
        ComposedCodes elsewhere = new(app.Get<TableServiceClient>(), app.Stock, app.Clock);
        Entitlement[] people = [await app.OweAsync(1234), await app.OweAsync(1234)];
        Assert.Null(await elsewhere.TakeAsync(RequestOf(people[0]), atMost: 4, CancellationToken.None));

        await app.ImportAsync("edy,234,EDY-0234,,L1");

        Assert.Equal(["EDY-1000", "EDY-0234"], (await elsewhere.TakeAsync(RequestOf(people[1]), atMost: 4, CancellationToken.None))?.Select(taken => taken.Code.Code) ?? []);
    }

    [Fact]
    public async Task What_is_put_back_is_there_at_once_and_can_be_chosen_again()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,234,EDY-0234,,L1");
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");
        IssueResult.Issued taken = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(1), CancellationToken.None));
        ComposedCodes elsewhere = new(app.Get<TableServiceClient>(), app.Stock, app.Clock);
        Assert.Null(await elsewhere.TakeAsync(Request(2), atMost: 4, CancellationToken.None));
        await app.Get<ProductStandings>().MarkOutAsync(Request(2).Shelf, CancellationToken.None);

        await issuer.TakeBackAsync(Request(1), taken.Reference, CancellationToken.None);

        Assert.Empty(await app.Get<ProductStandings>().ListAsync(s_several.Id, CancellationToken.None));
        Assert.Equal(2, (await elsewhere.TakeAsync(Request(2), atMost: 4, CancellationToken.None))?.Count);
    }

    [Fact]
    public async Task Of_many_who_need_the_same_codes_nobody_gets_two_and_nobody_anothers()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync(Enumerable.Range(0, 10).SelectMany(number => new[] { $"edy,700,EDY7-{number:d4},,L1", $"edy,50,EDY5-{number:d4},,L1" }));
        Entitlement[] people = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => app.OweAsync(750)));

        await Task.WhenAll(people.Concat(people).Select(async person =>
        {
            using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        }));
        List<string> shown = [];
        foreach (Entitlement person in people)
        {
            string[] codes = CodesOn((await app.LookAsync(app.PathOf(person))).Page);
            Assert.Contains(codes.Length, new[] { 0, 2 });
            shown.AddRange(codes);
        }

        Assert.Equal(20, shown.Count);
        Assert.Equal(20, shown.Distinct().Count());
    }

    [Fact]
    public async Task After_a_crash_at_any_request_the_same_claim_ends_with_the_whole_amount_once()
    {
        for (int request = 1; request <= 24; request++)
        {
            foreach (bool afterwards in new[] { false, true })
            {
                await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
                await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,200,EDY-0200,,L1", "edy,34,EDY-0034,,L1", "edy,1000,EDY-1001,,L1", "edy,200,EDY-0201,,L1", "edy,34,EDY-0035,,L1");
                Entitlement person = await app.OweAsync(1234);
                app.Faults.DieAt(request, afterwards);
                using (await app.ClaimAsync(app.PathOf(person), "edy"))
                {
                }

                app.Faults.Heal();
                using HttpResponseMessage again = await app.ClaimAsync(app.PathOf(person), "edy");

                Assert.Equal(3, CodesOn((await app.LookAsync(app.PathOf(person))).Page).Length);
                Assert.Equal([(1, 1), (1, 1), (1, 1)], new[] { await app.CountAsync(1000), await app.CountAsync(200), await app.CountAsync(34) });
            }
        }
    }

    [Fact]
    public async Task Codes_of_an_amount_that_nobody_has_seen_lie_on_their_shelves_again_and_serve_the_next()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,234,EDY-0234,,L1");
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");
        IssueResult.Issued stranded = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(1), CancellationToken.None));

        Assert.Null(await issuer.TakeBackAsync(Request(1), stranded.Reference, CancellationToken.None));

        Assert.Equal([(1, 0), (1, 0)], new[] { await app.CountAsync(1000), await app.CountAsync(234) });
        Assert.IsType<IssueResult.Refused>(await issuer.ShowAgainAsync(Request(1), stranded.Reference, CancellationToken.None));
        IssueResult.Issued next = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(2), CancellationToken.None));
        Assert.Equal(stranded.Codes, next.Codes);
        Assert.Equal(stranded.Reference, next.Reference);
    }

    [Fact]
    public async Task No_more_of_a_value_is_counted_on_than_there_is()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,500,EDY-0500,,L1", "edy,400,EDY-0400,,L1", "edy,300,EDY-0300,,L1", "edy,300,EDY-0301,,L1");
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");

        IssueResult.Issued issued = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(1) with { Value = new Yen(1000) }, CancellationToken.None));

        Assert.Equal([400, 300, 300], issued.Codes.Select(code => code.Value!.Value.Amount));
        Assert.Equal((1, 0), await app.CountAsync(500));
    }

    [Fact]
    public async Task Where_others_have_emptied_a_shelf_in_between_what_is_taken_stays_and_the_rest_is_made_up_anew()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync("edy,1000,EDY-1000,,L1", "edy,200,EDY-0200,,L1", "edy,34,EDY-0034,,L1");
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");
        bool isPlanned = false;
        for (int at = 1; (await app.CountAsync(1000)).Taken == 0; at++)
        {
            app.Faults.DieAt(at, afterwards: true);
            await Assert.ThrowsAsync<IOException>(() => issuer.IssueAsync(Request(1), CancellationToken.None));
            app.Faults.Heal();
            if (!isPlanned && await IsPlannedAsync(app))
            {
                (isPlanned, at) = (true, 0);
            }
        }

        Assert.NotNull(await app.Stock.TakeAsync(Request(2) with { Value = new Yen(200) }, CancellationToken.None));
        Assert.IsType<IssueResult.OutOfStock>(await issuer.IssueAsync(Request(1), CancellationToken.None));
        await app.ImportAsync("edy,1000,EDY-1001,,L2", "edy,100,EDY-0100,,L2", "edy,100,EDY-0101,,L2");

        IssueResult.Issued issued = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(1), CancellationToken.None));

        Assert.Equal([1000, 100, 100, 34], issued.Codes.Select(code => code.Value!.Value.Amount));
        Assert.Equal("EDY-1000", issued.Codes[0].Code);
        Assert.Equal([(1, 1), (0, 2), (0, 1)], new[] { await app.CountAsync(1000), await app.CountAsync(100), await app.CountAsync(34) });
    }

    [Fact]
    public async Task Whatever_two_looks_of_one_person_do_between_each_others_requests_they_end_with_the_same_codes()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync(Codes(24));
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");
        for (int person = 1; person <= 12; person++)
        {
            IssueRequest request = Request(person);
            IPointIssuer elsewhere = Elsewhere(app);
            IssueResult? other = null;
            app.Faults.Before(person, async () => other = await elsewhere.IssueAsync(request, CancellationToken.None));

            IssueResult.Issued issued = Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(request, CancellationToken.None));

            Assert.Equal(issued.Codes, Assert.IsType<IssueResult.Issued>(await elsewhere.ShowAgainAsync(request, issued.Reference, CancellationToken.None)).Codes);
            Assert.Equal(issued.Reference, (other as IssueResult.Issued ?? issued).Reference);
            Assert.Equal([(24 - person, person), (24 - person, person), (24 - person, person)], new[] { await app.CountAsync(1000), await app.CountAsync(200), await app.CountAsync(34) });
        }
    }

    [Fact]
    public async Task Whatever_another_takes_between_somebodys_requests_both_have_the_whole_amount_and_no_code_in_common()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync(Codes(24));
        IPointIssuer issuer = app.Get<PointIssuers>().ForProduct("edy");
        IPointIssuer elsewhere = Elsewhere(app);
        List<IssuedCode> handedOut = [];
        for (int person = 1; person <= 12; person++)
        {
            IssueResult? other = null;
            app.Faults.Before(person, async () => other = await elsewhere.IssueAsync(Request(person + 100), CancellationToken.None));

            IssueResult.Issued[] both = [Assert.IsType<IssueResult.Issued>(await issuer.IssueAsync(Request(person), CancellationToken.None)), .. other is null ? [] : new[] { Assert.IsType<IssueResult.Issued>(other) }];

            Assert.All(both, issued => Assert.Equal(1234, issued.Codes.Sum(code => code.Value!.Value.Amount)));
            handedOut.AddRange(both.SelectMany(issued => issued.Codes));
        }

        Assert.Equal(handedOut.Count, handedOut.Select(code => code.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(handedOut.Count(code => code.Value == new Yen(1000)), (await app.CountAsync(1000)).Taken);
    }

    [Fact]
    public async Task A_last_look_shows_what_was_taken_when_every_shelf_is_empty()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        await app.ImportAsync(Codes(1));
        IssueResult.Issued issued = Assert.IsType<IssueResult.Issued>(await Elsewhere(app).IssueAsync(Request(1), CancellationToken.None));

        IssueResult.Issued again = Assert.IsType<IssueResult.Issued>(await Elsewhere(app).IssueAsync(Request(1), CancellationToken.None));

        Assert.Equal((issued.Reference, 3), (again.Reference, again.Codes.Count));
        Assert.IsType<IssueResult.OutOfStock>(await Elsewhere(app).IssueAsync(Request(2), CancellationToken.None));
    }

    [Fact]
    public async Task The_stock_is_looked_through_once_in_half_a_minute_while_nothing_comes_in()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(s_several);
        Watch watch = new();
        ComposedCodes composed = new(app.Get<TableServiceClient>(), app.Stock, watch);
        Assert.Null(await composed.TakeAsync(Request(1), 4, CancellationToken.None));
        foreach (long value in new[] { 1000, 200, 34 })
        {
            // Put back by somebody, say: nothing has come in.
            await app.Stock.AddAsync(new Shelf(s_several.Id, "edy", new Yen(value)), [new StockCode($"{value:x32}", $"EDY-{value}", null, "L1", 2)], CancellationToken.None);
        }

        watch.Passed = TimeSpan.FromSeconds(30).Subtract(TimeSpan.FromTicks(1));
        int before = app.Faults.Requests;
        Assert.Null(await composed.TakeAsync(Request(1), 4, CancellationToken.None));
        Assert.Equal(2, app.Faults.Requests - before);

        watch.Passed = TimeSpan.FromSeconds(30);
        Assert.Equal(3, (await composed.TakeAsync(Request(1), 4, CancellationToken.None))!.Count);
    }

    /// <summary>Whether it has been written down of which values an amount is made up.</summary>
    private static async Task<bool> IsPlannedAsync(ReceiptApp app) => await app.Get<TableServiceClient>().GetTableClient(CodeStock.TableName).QueryAsync<TableEntity>().AnyAsync(row => row.ContainsKey("Parts"));

    /// <summary>So many of each code that 1,234 yen are made up of.</summary>
    private static IEnumerable<string> Codes(int each) =>
        Enumerable.Range(0, each).SelectMany(number => new[] { $"edy,1000,EDY-1000-{number:d3},,L1", $"edy,200,EDY-0200-{number:d3},,L1", $"edy,34,EDY-0034-{number:d3},,L1" });

    /// <summary>The issuer as another instance of the app knows it.</summary>
    private static StockIssuer Elsewhere(ReceiptApp app)
    {
        CodeStock stock = ActivatorUtilities.CreateInstance<CodeStock>(app.Get<IServiceProvider>());
        return new StockIssuer(stock, ActivatorUtilities.CreateInstance<ComposedCodes>(app.Get<IServiceProvider>(), stock), app.Get<ProductStandings>(), app.Get<CampaignCatalog>());
    }

    private static IssueRequest Request(int person) => new(s_several.Id, EntitlementId.FromValue((ulong)person << 20), "edy", new Yen(1234));

    private static string[] CodesOn(IDocument page) => [.. page.QuerySelectorAll(".code code").Select(code => code.TextContent)];

    /// <summary>Time goes by when it is told to.</summary>
    private sealed class Watch : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
