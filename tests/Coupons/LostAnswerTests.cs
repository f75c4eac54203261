using Compensation.Common;
using Compensation.Coupons;

namespace Compensation.Tests.Coupons;

/// <summary>Storage that carries out what it is asked and does not say so: whoever asks again meets its own work.</summary>
public sealed class LostAnswerTests
{
    private const int WritesAtMost = 16;

    private static readonly string[] Ledger = [.. Enumerable.Range(1, 20).Select(number => $"KM-{number:d6},2023-02-24,{number * 100},true,,")];

    public static TheoryData<int> Writes => [.. Enumerable.Range(1, WritesAtMost)];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_ledger_its_correction_its_adjustments_and_taking_them_back_are_done_once(int write)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ledger.LostAnswers.Lose(write);
        ImportResult first = await ledger.ImportAsync(Ledger);
        Assert.Equal((ImportOutcome.Imported, 20), (first.Outcome, first.Written));

        ledger.LostAnswers.Lose(write);
        ImportResult correction = await ledger.ImportAsync("KM-000001,2023-02-24,100,true,090-1234-5678,", "KM-000002,2023-02-24,200,false,,");
        Assert.Equal((ImportOutcome.Imported, 2), (correction.Outcome, correction.Corrected));

        ledger.LostAnswers.Lose(write);
        AdjustmentResult adjusted = await ledger.AdjustAsync("A-1,KM-000001,spent,30,shop", "A-2,KM-000003,restored,5,cash-paid", "A-3,KM-000003,spent,1,shop");
        Assert.Equal((AdjustmentOutcome.Applied, 3), (adjusted.Outcome, adjusted.Applied));
        Assert.Equal((70, 304), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000003")).Balance));

        ledger.LostAnswers.Lose(write);
        Assert.IsType<TakingBackResult.Done>(await ledger.Get<TakingBack>().RunAsync(LedgerFixture.Campaign, adjusted.Import!, "tester", "why", CancellationToken.None));
        Assert.Equal((100, 300), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000003")).Balance));

        Assert.Equal(3, (await ledger.BookAsync()).Count);
        Assert.Equal((20, new Yen(21_000)), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.People, sealedLedger.Yen) : default);
    }
}
