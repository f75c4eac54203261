using System.Globalization;
using System.Text;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;

namespace Compensation.Tests.Coupons;

/// <summary>Limits, to the yen and to the row.</summary>
public sealed class AdjustmentLimitsTests
{
    [Theory]
    [InlineData(9_999_999, 1, true)]
    [InlineData(9_999_999, 2, false)]
    [InlineData(10_000_000, 1, false)]
    [InlineData(1, 9_999_999, true)]
    public async Task A_balance_may_reach_ten_million_yen_and_not_one_more(long balance, long restored, bool taken)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(string.Create(CultureInfo.InvariantCulture, $"KM-000001,2023-02-24,{balance},true,,"));

        AdjustmentResult result = await ledger.AdjustAsync(string.Create(CultureInfo.InvariantCulture, $"A-1,KM-000001,restored,{restored},cash-paid"));

        Assert.Equal(taken ? AdjustmentOutcome.Applied : AdjustmentOutcome.Invalid, result.Outcome);
        Assert.Equal(taken ? balance + restored : balance, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task A_balance_may_be_spent_to_zero_and_not_beyond(long spent, bool taken)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync("KM-000001,2023-02-24,500,true,,");

        AdjustmentResult result = await ledger.AdjustAsync(string.Create(CultureInfo.InvariantCulture, $"A-1,KM-000001,spent,{spent},shop"));

        Assert.Equal((taken ? AdjustmentOutcome.Applied : AdjustmentOutcome.Invalid, taken ? 0 : 500), (result.Outcome, (await ledger.CouponAsync("KM-000001")).Balance));
    }

    [Theory]
    [InlineData(10_000_000, true)]
    [InlineData(10_000_001, false)]
    public async Task An_amount_and_a_ledgers_balance_go_as_far(long yen, bool taken)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();

        ImportResult imported = await ledger.ImportAsync(string.Create(CultureInfo.InvariantCulture, $"KM-000001,2023-02-24,{yen},true,,"));
        RowErrors errors = new();
        IReadOnlyList<Adjustment> read = await ReadAsync([string.Create(CultureInfo.InvariantCulture, $"A-1,KM-000001,restored,{yen},cash-paid")], errors);

        Assert.Equal((taken ? ImportOutcome.Imported : ImportOutcome.Invalid, taken ? 1 : 0, taken ? 0 : 1), (imported.Outcome, read.Count, errors.Count));
    }

    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(100_001, 1)]
    public async Task A_file_holds_a_hundred_thousand_rows_and_not_one_more(int rows, int faults)
    {
        RowErrors errors = new();

        IReadOnlyList<Adjustment> read = await ReadAsync(Enumerable.Range(0, rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"A-{row},KM-000001,spent,1,shop")), errors);

        Assert.Equal((100_000, faults), (read.Count, errors.Count));
        Assert.All(errors.Listed, error => Assert.Equal((100_002, "the file is too long"), (error.Line, error.Problem)));
    }

    private static async Task<IReadOnlyList<Adjustment>> ReadAsync(IEnumerable<string> rows, RowErrors errors)
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(string.Join('\n', [LedgerFixture.AdjustmentHeader, .. rows.Select(row => $"{row},tests")])));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        return await AdjustmentReader.ReadAsync(file, LedgerFixture.Campaign.InquiryNumbers, errors, CancellationToken.None);
    }
}
