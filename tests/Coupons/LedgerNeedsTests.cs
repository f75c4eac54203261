using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Payouts;

namespace Compensation.Tests.Coupons;

public sealed class LedgerNeedsTests
{
    private const string First = "KM-000001,2023-02-24,3000,true,090-1234-5678,";
    private const string Second = "KM-000002,2023-02-24,3000,false,,a@example.jp";
    private const string Odd = "KM-000003,2023-02-24,321,true,090-1234-5679,";
    private const string OtherDay = "KM-000004,2023-02-25,5000,true,090-1234-5670,";
    private const string Empty = "KM-000005,2023-02-24,0,true,090-1234-5671,";

    [Fact]
    public async Task Before_the_seal_the_stock_says_what_the_ledger_is_going_to_need_and_that_this_is_an_estimate()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        Assert.Empty(await LookAsync(ledger));

        await ledger.ImportAsync(First, Second, Odd, OtherDay, Empty);
        Assert.Equal([(321L, 1L, 1L, true), (3000L, 2L, 2L, true)], await LookAsync(ledger));

        await ledger.AdjustAsync("A-1,KM-000002,spent,1000,shop");
        Assert.Equal([(321L, 1L, 1L, true), (2000L, 1L, 1L, true), (3000L, 1L, 1L, true)], await LookAsync(ledger));

        await ledger.SealAsync();
        Assert.Equal([(321L, 1L, 1L, false), (2000L, 1L, 1L, false), (3000L, 1L, 1L, false)], await LookAsync(ledger));
    }

    [Fact]
    public async Task A_file_that_was_taken_back_needs_no_codes()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(First);
        ImportResult mistake = await ledger.ImportAsync(Odd);
        await ledger.Get<TakingBack>().RunAsync(LedgerFixture.Campaign, mistake.Import!, "tester", "the wrong file", CancellationToken.None);

        Assert.Equal([(3000L, 1L, 1L, true)], await LookAsync(ledger));
    }

    private static async Task<IEnumerable<(long Value, long Needed, long Forecast, bool Estimated)>> LookAsync(LedgerFixture ledger)
    {
        StockView view = new(ledger.Get<CodeStock>(), ledger.Get<EntitlementStore>(), [ledger.Get<IExpectedNeeds>()]);
        IReadOnlyList<StockLevel> levels = await view.ReadAsync(LedgerFixture.Campaign, CancellationToken.None);
        return levels.Select(level => (level.Value.Amount, level.Needed, level.Forecast, level.Estimated));
    }
}
