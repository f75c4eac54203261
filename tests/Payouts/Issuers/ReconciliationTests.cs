using System.Net;
using System.Net.Http.Json;
using System.Text;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Emulators.Issuers;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Reconciliation;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class ReconciliationTests
{
    [Fact]
    public async Task What_the_stock_has_handed_out_is_what_the_books_say()
    {
        await using StockRig rig = await StockRig.StartAsync();
        await rig.StockAsync(3);
        await PayAsync(rig);
        await PayAsync(rig);

        await AssertAgreedAsync(rig, "stock", 2, 1_000);
    }

    [Fact]
    public async Task An_amount_made_up_of_several_codes_is_one_claim()
    {
        await using StockRig rig = new(await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { CodesAtMost = 3 }));
        await rig.App.ImportAsync("edy,300,EDY-0300,,L1", "edy,200,EDY-0200,,L1");
        await PayAsync(rig);

        await AssertAgreedAsync(rig, "stock", 1, 500);
    }

    [Fact]
    public async Task A_list_by_pages_is_read_to_its_end()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        await PayAsync(rig);
        for (int person = 1; person <= 1_005; person++)
        {
            await rig.Issuer.IssueAsync(IssuerRig.Request(person), CancellationToken.None);
        }

        IssuerReconciliation result = await GetAsync(rig, "http-giftee");

        Assert.False(result.Agrees);
        Assert.Equal(new ReconciledSum(1, new Yen(500)), result.Matched);
        Assert.Equal((1_005, 502_500, 1_000), (result.OnlyTheirs.Count, result.OnlyTheirs.Yen.Amount, result.OnlyTheirs.Listed.Count));
        Assert.Equal(result.OnlyTheirs.Listed.Select(line => line.Key).Order(StringComparer.Ordinal), result.OnlyTheirs.Listed.Select(line => line.Key));
    }

    [Fact]
    public async Task Whatever_the_two_disagree_on_is_listed_by_whose_it_is()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        Entitlement matched = await PayAsync(rig);
        Entitlement lost = await ClaimAsync(rig);
        await rig.LoseAnswerAsync(RequestOf(lost));
        Entitlement stranded = await ClaimAsync(rig);
        await rig.LoseAnswerAsync(RequestOf(stranded));
        await rig.App.ChangeAsync(stranded, claimed => claimed with { State = EntitlementState.Revoked });
        Entitlement onlyOurs = await ClaimAsync(rig);
        await rig.App.ChangeAsync(onlyOurs, claimed => claimed with { State = EntitlementState.Paid, IssuerReference = "http-giftee:H-9999999999", PaidAt = rig.App.Clock.Now.AddMinutes(-1) });
        Entitlement differing = await PayAsync(rig);
        await rig.App.ChangeAsync(differing, paid => paid with { IssuerReference = "http-giftee:H-8888888888" });
        Entitlement recent = await ClaimAsync(rig);
        await rig.App.ChangeAsync(recent, claimed => claimed with { State = EntitlementState.Paid, IssuerReference = "http-giftee:H-7777777777", PaidAt = rig.App.Clock.Now.AddMinutes(1) });
        Entitlement others = await ClaimAsync(rig);
        await rig.App.ChangeAsync(others, claimed => claimed with { State = EntitlementState.Paid, IssuerReference = "stock:0123", PaidAt = rig.App.Clock.Now });

        IssuerReconciliation result = await GetAsync(rig, "http-giftee");

        Assert.False(result.Agrees);
        Assert.Equal((3, 4, 1), (result.Ours.Count, result.Theirs.Count, result.Matched.Count));
        Assert.Equal([onlyOurs.Id], result.OnlyOurs.Listed.Select(line => line.Entitlement!.Value));
        Assert.Equal(
            new[] { (lost.Id, EntitlementState.Claimed), (stranded.Id, EntitlementState.Revoked) }.OrderBy(one => one.Id),
            result.OnlyTheirs.Listed.Select(line => (Id: line.Entitlement!.Value, line.State!.Value)).OrderBy(one => one.Id));
        ReconciledLine differs = Assert.Single(result.Differing.Listed);
        Assert.Equal((differing.Id, "H-8888888888", new Yen(500)), (differs.Entitlement!.Value, differs.OurReference, differs.Theirs!.Value));
        Assert.NotEqual(matched.Id, differs.Entitlement);
    }

    [Theory]
    [InlineData("q83+7w==", "q83+7w==", true)]
    [InlineData("q83+7w==", "q83/7w==", false)]
    [InlineData("L1+L2", "L2,L1", true)]
    [InlineData("L1+L2", "L1", false)]
    public void References_are_compared_also_where_an_issuers_own_hold_what_joins_them(string ours, string theirs, bool agrees)
    {
        BookedCodes booked = new(EntitlementId.FromValue(1), EntitlementState.Paid, "edy", new Yen(500), ours, IsNew: false);

        Assert.Equal(agrees, new JoinedEntry("K-1", booked, new Yen(500), theirs.Split(',')).Agrees);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_no_difference()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Emulator.Faults = new IssuersFaults { FailNext = 3, FailStatus = 502 };

        using HttpResponseMessage failed = await rig.App.Client.GetAsync("campaigns/kumamoto/issuers/http-giftee/reconciliation");

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        Assert.Contains("status 502", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertAgreedAsync(rig, "http-giftee", 0, 0);
    }

    [Fact]
    public async Task A_report_of_transactions_stands_in_for_the_list_that_Amazon_does_not_have()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        await PayAsync(rig);
        IssueResult.Issued cancelled = Assert.IsType<IssueResult.Issued>(await rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        await rig.Issuer.TakeBackAsync(IssuerRig.Request(1), cancelled.Reference, CancellationToken.None);
        using HttpResponseMessage asked = await rig.App.Client.GetAsync("campaigns/kumamoto/issuers/amazon/reconciliation");
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);

        IssuerReconciliation result = (await PostAsync<IssuerReconciliation>(rig, $"{rig.Emulator.Report()}Emula99anothercampaign,A77,300.00,Fulfilled\n", HttpStatusCode.OK))!;

        Assert.True(result.Agrees);
        Assert.Equal((1, 500, 1), (result.Matched.Count, result.Matched.Yen.Amount, result.Foreign));

        rig.Pass(TimeSpan.FromDays(1));
        await PayAsync(rig);
        IssuerReconciliation missing = (await PostAsync<IssuerReconciliation>(rig, "creation_request_id,gc_id,amount\nEmula99anothercampaign,A77,300\n", HttpStatusCode.OK))!;
        Assert.Equal(2, missing.OnlyOurs.Count);
        IssuerReconciliation ofYesterday = (await PostAsync<IssuerReconciliation>(rig, "creation_request_id,gc_id,amount\nEmula99anothercampaign,A77,300\n", HttpStatusCode.OK, "?until=2023-04-13"))!;
        Assert.Equal(1, ofYesterday.OnlyOurs.Count);
    }

    [Fact]
    public async Task A_report_with_a_wrong_line_is_compared_with_nothing()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        const string Report = "creation_request_id,gc_id,amount,status\nEmula04a,A1,500,Fulfilled\nEmula 4b,A2,500,Fulfilled\nEmula04c,A3,1.5,Fulfilled\nEmula04d,A4,500,Lost\nEmula04e,,500,\n";

        ReportFaults faults = (await PostAsync<ReportFaults>(rig, Report, HttpStatusCode.UnprocessableEntity))!;

        Assert.Equal([(3, "creation_request_id"), (4, "amount"), (5, "status"), (6, "gc_id")], faults.Errors.Select(fault => ((int)fault.Line, fault.Field)));
        await PostAsync<object>(rig, Report, HttpStatusCode.BadRequest, "?until=yesterday");
    }

    [Theory]
    [InlineData("campaigns/nowhere/issuers/stock/reconciliation", HttpStatusCode.NotFound)]
    [InlineData("campaigns/kumamoto/issuers/nobody/reconciliation", HttpStatusCode.NotFound)]
    public async Task Only_issuers_of_this_installation_are_reconciled(string path, HttpStatusCode status)
    {
        await using StockRig rig = await StockRig.StartAsync();

        using HttpResponseMessage answer = await rig.App.Client.GetAsync(path);
        using StringContent csv = new("creation_request_id,gc_id,amount\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage posted = await rig.App.Client.PostAsync("campaigns/kumamoto/issuers/stock/reconciliation", csv);

        Assert.Equal((status, HttpStatusCode.Conflict), (answer.StatusCode, posted.StatusCode));
    }

    private static async Task AssertAgreedAsync(IssuerRig rig, string issuer, long count, long yen)
    {
        IssuerReconciliation result = await GetAsync(rig, issuer);
        ReconciledSum sum = new(count, new Yen(yen));
        Assert.True(result.Agrees);
        Assert.Equal((sum, sum, sum), (result.Ours, result.Theirs, result.Matched));
    }

    private static async Task<IssuerReconciliation> GetAsync(IssuerRig rig, string issuer) =>
        (await rig.App.Client.GetFromJsonAsync<IssuerReconciliation>($"campaigns/kumamoto/issuers/{issuer}/reconciliation", JsonBody.Format))!;

    private static async Task<T?> PostAsync<T>(AmazonRig rig, string report, HttpStatusCode status, string query = "")
    {
        using StringContent csv = new(report, Encoding.UTF8, "text/csv");
        using HttpResponseMessage answer = await rig.App.Client.PostAsync($"campaigns/kumamoto/issuers/amazon/reconciliation{query}", csv);
        Assert.Equal(status, answer.StatusCode);
        return status == HttpStatusCode.BadRequest ? default : await answer.Content.ReadFromJsonAsync<T>(JsonBody.Format);
    }

    /// <summary>Somebody who has chosen, and was served a minute ago.</summary>
    private static async Task<Entitlement> PayAsync(IssuerRig rig)
    {
        PayResult.Paid paid = Assert.IsType<PayResult.Paid>(await rig.App.Get<PayClaim>().FinishAsync(await ClaimAsync(rig), CancellationToken.None));
        return await rig.App.ChangeAsync(paid.Entitlement, one => one with { PaidAt = rig.App.Clock.Now.AddMinutes(-1) });
    }

    private static async Task<Entitlement> ClaimAsync(IssuerRig rig) =>
        await rig.App.ChangeAsync(await rig.App.OweAsync(IssuerRig.Yen), open => open with { State = EntitlementState.Claimed, Product = "edy", ClaimedAt = rig.App.Clock.Now });

    private static IssueRequest RequestOf(Entitlement claimed) => new(claimed.Campaign, claimed.Id, claimed.Product!, claimed.Amount);
}
