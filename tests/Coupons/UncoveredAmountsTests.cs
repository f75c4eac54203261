using Compensation.Common;
using Compensation.Coupons;
using Compensation.Payouts;

namespace Compensation.Tests.Coupons;

/// <summary>Amounts that no code covers are somebody's money all the same: never refused, but named.</summary>
public sealed class UncoveredAmountsTests
{
    [Fact]
    public async Task A_ledger_s_answer_names_what_no_code_covers_and_refuses_none_of_it()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await StockAsync(ledger, 1000, 500);

        ImportResult result = await ledger.ImportAsync(
            "KM-000001,2023-02-24,1000,true,090-1234-5678,",
            "KM-000002,2023-02-24,1500,true,090-1234-5679,",
            "KM-000003,2023-02-24,1500,true,090-1234-5670,",
            "KM-000004,2023-02-24,9876543,true,090-1234-5671,",
            "KM-000005,2023-03-10,777,true,090-1234-5672,");

        Assert.Equal((ImportOutcome.Imported, 5), (result.Outcome, result.Written));
        Assert.Equal((3L, new Yen(9_879_543)), (result.Uncovered.Coupons, result.Uncovered.Yen));
        Assert.Equal([new UncoveredAmount(new Yen(1500), 2, SeveralCodes: true), new UncoveredAmount(new Yen(9_876_543), 1, SeveralCodes: false)], result.Uncovered.Amounts);
    }

    [Fact]
    public async Task An_adjustment_s_answer_names_the_balances_that_no_code_covers()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await StockAsync(ledger, 1000);
        await ledger.ImportAsync("KM-000001,2023-02-24,1000,true,090-1234-5678,", "KM-000002,2023-02-24,1500,true,090-1234-5679,");

        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-2,KM-000002,spent,500,shop");

        Assert.Equal((AdjustmentOutcome.Applied, 2), (result.Outcome, result.Applied));
        Assert.Equal([new UncoveredAmount(new Yen(999), 1, SeveralCodes: false)], result.Uncovered.Amounts);

        AdjustmentResult next = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-3,KM-000002,spent,2,shop");
        Assert.Equal([new UncoveredAmount(new Yen(998), 1, SeveralCodes: false)], next.Uncovered.Amounts);
    }

    private static Task StockAsync(LedgerFixture ledger, params int[] values) => Task.WhenAll(values.Select(value => ledger.Get<CodeStock>().AddAsync(
        new Shelf(LedgerFixture.Campaign.Id, "edy", new Yen(value)), [new StockCode($"key{value}", $"CODE-{value}", null, "L1", 2)], CancellationToken.None)));
}
