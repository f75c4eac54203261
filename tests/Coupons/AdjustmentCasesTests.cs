using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Coupons;

/// <summary>Adjustments that settle cases of the call centre, and a turn at the ledger that is lost while they are looked up.</summary>
public sealed class AdjustmentCasesTests
{
    private const string Known = "123456789";

    [Fact]
    public async Task What_settles_a_case_is_taken_where_the_call_centre_confirms_just_this_and_is_counted_in_the_book()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        DateTimeOffset asked = ledger.Clock.Now;
        Cases cases = new(() => Later(ledger, asked));

        AdjustmentResult result = await AdjustAsync(ledger, [cases], $"A-1,KM-000002,restored,800,cash-paid,{Known},", "A-2,KM-000001,spent,1,shop,,batch");

        Assert.Equal((AdjustmentOutcome.Applied, 2), (result.Outcome, result.Applied));
        Assert.Equal((1300, 800), ((await ledger.CouponAsync("KM-000002")).Balance, (await ledger.CouponAsync("KM-000002")).Restored));
        Assert.Equal([(LedgerFixture.Id, Known, "KM-000002", AdjustmentReason.CashPaid, new Yen(800))], cases.Asked);
        ImportEntry entry = (await ledger.BookAsync()).Single(one => one.Id == result.Import);
        Assert.Equal((1L, asked.AddMinutes(1)), (entry.Counts[AdjustmentImport.CasesCount], entry.At));
    }

    [Fact]
    public async Task What_the_call_centre_does_not_confirm_is_named_and_nothing_of_the_file_is_taken()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();

        AdjustmentResult refused = await AdjustAsync(ledger, [new Cases()], "A-1,KM-000001,spent,1,shop,,batch", "A-2,KM-000002,restored,800,cash-paid,987654321,");
        AdjustmentResult withoutCallCentre = await AdjustAsync(ledger, [], $"A-2,KM-000002,restored,800,cash-paid,{Known},");

        Assert.Equal((AdjustmentOutcome.Invalid, 2, 0), (refused.Outcome, refused.Rows, refused.Applied));
        Assert.Equal(new RowError(3, "case", CaseFault.Unconfirmed.Problem, CaseFault.Unconfirmed.Expected), Assert.Single(refused.Errors));
        Assert.Equal(new RowError(2, "case", CaseFault.Unknown.Problem, CaseFault.Unknown.Expected), Assert.Single(withoutCallCentre.Errors));
        Assert.Equal((3000, 500), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000002")).Balance));
        Assert.Single(await ledger.BookAsync());
    }

    [Theory]
    [InlineData(500, "A-1,KM-000002,restored,300,cash-paid,123456789,")]
    [InlineData(900, "A-0,KM-000002,restored,400,double-charge,,batch", "A-1,KM-000002,restored,300,cash-paid,123456789,")]
    public async Task What_a_case_puts_back_is_held_against_the_balance_on_which_it_was_approved_and_a_repeat_is_known(int approvedOn, params string[] rows)
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        const string other = "A-9,KM-000002,spent,1,shop,,batch";

        AdjustmentResult refused = await AdjustAsync(ledger, [new Cases { Expected = new Yen(approvedOn) }], [other, .. rows]);
        Assert.Equal((AdjustmentOutcome.Invalid, 0), (refused.Outcome, refused.Applied));
        Assert.Equal(("case", "a case that was approved on another balance than the coupon's"), Assert.Single(refused.Errors) is var error ? (error.Field, error.Problem) : default);
        Assert.Equal(500, (await ledger.CouponAsync("KM-000002")).Balance);

        AdjustmentResult taken = await AdjustAsync(ledger, [new Cases { Expected = new Yen(approvedOn) }], [.. rows, other]);
        AdjustmentResult again = await AdjustAsync(ledger, [new Cases { Expected = new Yen(approvedOn) }], [other, .. rows]);

        Assert.Equal((AdjustmentOutcome.Applied, AdjustmentOutcome.Unchanged), (taken.Outcome, again.Outcome));
        Assert.Equal(approvedOn + 299, (await ledger.CouponAsync("KM-000002")).Balance);
    }

    [Fact]
    public async Task A_file_whose_turn_another_one_has_taken_meanwhile_does_not_count_and_is_asked_for_again()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        ImportTurn other = new(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "other.csv", null), "other", ledger.Clock.Now, "another-machine/1/1", Guid.NewGuid());
        Cases cases = new(() => ledger.Tables.GetTableClient(ImportBook.TableName).UpsertEntityAsync(other.ToRow(ledger.Clock.Now.AddMinutes(1)), TableUpdateMode.Replace));

        AdjustmentResult lost = await AdjustAsync(ledger, [cases], $"A-1,KM-000002,restored,800,cash-paid,{Known},");

        Assert.Equal((AdjustmentOutcome.Busy, 0, null), (lost.Outcome, lost.Applied, lost.Import));
        Assert.EndsWith("Nothing of this file counts; send it again.", lost.Detail, StringComparison.Ordinal);
        Assert.Equal(500, (await ledger.CouponAsync("KM-000002")).Balance);
        Assert.Single(await ledger.BookAsync());
    }

    private static async Task<LedgerFixture> WithLedgerAsync()
    {
        LedgerFixture ledger = await LedgerFixture.CreateAsync();
        Assert.Equal(2, (await ledger.ImportAsync("KM-000001,2023-02-24,3000,true,,", "KM-000002,2023-02-20,500,false,,")).Written);
        return ledger;
    }

    /// <param name="ledger">The ledger.</param>
    /// <param name="callCentre">Who confirms cases, where there is anybody.</param>
    /// <param name="rows">Each with a case or a batch at its end.</param>
    private static async Task<AdjustmentResult> AdjustAsync(LedgerFixture ledger, IConfirmedCases[] callCentre, params string[] rows)
    {
        AdjustmentImport import = ActivatorUtilities.CreateInstance<AdjustmentImport>(ledger.Get<IServiceProvider>(), (object)callCentre);
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(LedgerFixture.Text(string.Join('\n', ["adjustment_id,inquiry_number,kind,amount,reason,case,batch", .. rows])), long.MaxValue, CancellationToken.None);
        return await import.ApplyAsync(LedgerFixture.Id, file, "adjustments.csv", "tester", CancellationToken.None);
    }

    private static Task Later(LedgerFixture ledger, DateTimeOffset asked)
    {
        ledger.Clock.Now = asked.AddMinutes(1);
        return Task.CompletedTask;
    }

    /// <summary>A call centre with one confirmed case, and something that happens while it is asked.</summary>
    private sealed class Cases(Func<Task>? meanwhile = null) : IConfirmedCases
    {
        /// <summary>The balance on which the case was approved.</summary>
        public Yen? Expected { get; init; }

        public List<(CampaignId Campaign, string Number, string Coupon, AdjustmentReason Reason, Yen Amount)> Asked { get; } = [];

        public async Task<CaseFault?> FaultOfAsync(Campaign campaign, string number, CaseClaim claim, CancellationToken cancellationToken)
        {
            Asked.Add((campaign.Id, number, claim.Coupon.Written, claim.Reason, claim.Amount));
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            return number == Known ? null : CaseFault.Unconfirmed;
        }

        public Task<CaseTerms> TermsAsync(Campaign campaign, string number, CancellationToken cancellationToken) => Task.FromResult(new CaseTerms(null, Expected));
    }
}
