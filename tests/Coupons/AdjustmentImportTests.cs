using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Coupons;

public sealed class AdjustmentImportTests
{
    private static readonly string[] Ledger = ["KM-000001,2023-02-24,3000,true,,", "KM-000002,2023-02-20,500,false,,"];

    [Fact]
    public async Task A_purchase_lowers_the_balance_and_leaves_a_row_that_explains_it()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop", "A-2,KM-000001,spent,300,shop");
        Assert.Equal((AdjustmentOutcome.Applied, 2, 2, 0), (result.Outcome, result.Rows, result.Applied, result.Unchanged));
        CouponRow coupon = await ledger.CouponAsync("KM-000001");
        Assert.Equal((3000, 1500, 2, 0), (coupon.ImportedBalance, coupon.Balance, coupon.Adjustments, coupon.Restored));
        IReadOnlyDictionary<string, AdjustmentRow> made = await ledger.Get<AdjustmentStore>().ReadAsync(coupon, await ledger.Get<LedgerFiles>().CountedAsync(LedgerFixture.Id, CancellationToken.None), CancellationToken.None);
        Assert.Equal([(1, 1200L, 1800L), (2, 300L, 1500L)], made.Values.OrderBy(row => row.Sequence).Select(row => (row.Sequence, row.Amount, row.BalanceAfter)));
        Assert.All(made.Values, row => Assert.Equal(ledger.Clock.Now, row.At));
    }

    [Theory]
    [InlineData("double-charge")]
    [InlineData("cash-paid")]
    public async Task A_restoration_raises_the_balance_and_prolongs_the_coupon(string reason)
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        await ledger.AdjustAsync($"B-1,KM-000002,restored,800,{reason}");
        Assert.Equal(new Coupon(new DateOnly(2023, 2, 20), new Yen(1300), ChargedToApp: false, Extended: true) { Restored = new Yen(800) }, (await ledger.CouponAsync("KM-000002")).ToCoupon());
    }

    [Fact]
    public async Task The_same_adjustments_again_change_nothing_and_say_so()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        string[] file = ["A-1,KM-000001,spent,1200,shop", "B-1,KM-000002,restored,800,cash-paid"];
        await ledger.AdjustAsync(file);
        string before = await ledger.RawAsync(CouponStore.TableName);
        AdjustmentResult again = await ledger.AdjustAsync(file);
        Assert.Equal((AdjustmentOutcome.Unchanged, 0, 2), (again.Outcome, again.Applied, again.Unchanged));
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task An_adjustment_id_does_not_stand_for_two_different_changes()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop");
        AdjustmentResult result = await ledger.AdjustAsync("A-2,KM-000002,spent,1,shop", "A-1,KM-000001,spent,1201,shop");
        Assert.Equal((AdjustmentOutcome.Invalid, 0), (result.Outcome, result.Applied));
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, "adjustment_id"), (error.Line, error.Field));
        Assert.Equal(500, (await ledger.CouponAsync("KM-000002")).Balance);
    }

    [Fact]
    public async Task A_balance_never_falls_below_zero_and_then_nothing_of_the_file_is_applied()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-2,KM-000002,spent,400,shop", "A-3,KM-000002,spent,101,shop");
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((4, "amount"), (error.Line, error.Field));
        Assert.Equal((3000, 500), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000002")).Balance));
    }

    [Theory]
    [InlineData("A 1,KM-000001,spent,1,shop", "adjustment_id")]
    [InlineData(",KM-000001,spent,1,shop", "adjustment_id")]
    [InlineData("A-1,KM,spent,1,shop", "inquiry_number")]
    [InlineData("A-1,KM-999999,spent,1,shop", "inquiry_number")]
    [InlineData("A-1,KM-000001,lost,1,shop", "kind")]
    [InlineData("A-1,KM-000001,spent,0,shop", "amount")]
    [InlineData("A-1,KM-000001,spent,-5,shop", "amount")]
    [InlineData("A-1,KM-000001,restored,10000001,cash-paid", "amount")]
    [InlineData("A-1,KM-000001,restored,9999999,cash-paid", "amount")]
    [InlineData("A-1,KM-000001,spent,1,double-charge", "reason")]
    [InlineData("A-1,KM-000001,restored,1,shop", "reason")]
    [InlineData("A-1,KM-000001,spent,1", "")]
    public async Task A_fault_is_named_by_line_and_field(string row, string field)
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult result = await ledger.AdjustAsync(row);
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((AdjustmentOutcome.Invalid, 2L, field), (result.Outcome, error.Line, error.Field));
    }

    [Fact]
    public async Task All_faults_of_a_file_are_named_in_the_order_of_its_lines_whoever_found_them()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();

        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000002,spent,501,shop", "A-2,KM-000001,lost,1,shop", "A-3,KM-999999,spent,1,shop", "A-4,KM-000001,spent,0,shop", "A-5,KM-000001,spent,3001,shop");

        Assert.Equal([(2, "amount"), (3, "kind"), (4, "inquiry_number"), (5, "amount"), (6, "amount")], result.Errors.Select(error => ((int)error.Line, error.Field)));
        Assert.Equal(5, result.ErrorCount);
    }

    [Fact]
    public async Task All_faults_are_counted_and_the_first_thousand_named()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();

        AdjustmentResult result = await ledger.AdjustAsync(Enumerable.Range(1, 1001).Select(number => $"A-{number},KM-000001,lost,1,shop"));
        AdjustmentResult elsewhere = await ledger.AdjustAsync(Enumerable.Range(1, 1001).Select(number => $"A-{number},KM-{(number == 1 ? 999998 : 999999)},spent,1,shop"));

        Assert.Equal((1001, 1000, 1001L), (result.ErrorCount, result.Errors.Count, result.Errors[^1].Line));
        Assert.Equal((1001, 1000, 2L, 1001L), (elsewhere.ErrorCount, elsewhere.Errors.Count, elsewhere.Errors[0].Line, elsewhere.Errors[^1].Line));
    }

    [Fact]
    public async Task What_was_applied_stands_in_the_book_under_the_name_that_the_answer_gives()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop");
        ledger.Clock.Now = ledger.Clock.Now.AddHours(1);

        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop", "A-2,KM-000001,spent,1,shop", "A-3,KM-000002,spent,1,shop");
        AdjustmentResult again = await ledger.AdjustAsync("A-3,KM-000002,spent,1,shop");

        Assert.Equal("UTF-8", result.Encoding);
        ImportEntry entry = (await ledger.BookAsync())[^1];
        Assert.Equal((result.Import, ImportKind.Adjustments, "adjustments.csv", "tester", ledger.Clock.Now), (entry.Id, entry.Kind, entry.File, entry.By, entry.At));
        Assert.Equal([3, 2, 1], new[] { "rows", "applied", "unchanged" }.Select(name => entry.Counts[name]));
        Assert.DoesNotContain(AdjustmentImport.CasesCount, entry.Counts.Keys);
        Assert.Equal((AdjustmentOutcome.Unchanged, null), (again.Outcome, again.Import));
        Assert.Equal(3, (await ledger.BookAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_the_cutoff_overtakes_says_so_and_changes_nothing()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        await ledger.Coupons.Gate.CloseAsync((await ledger.CouponAsync("KM-000001")).PartitionKey, CancellationToken.None);
        AdjustmentResult overtaken = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop");
        Assert.Equal((AdjustmentOutcome.Closed, 0, 0, 0, 0L), (overtaken.Outcome, overtaken.Rows, overtaken.Applied, overtaken.Unchanged, overtaken.ErrorCount));
        Assert.Contains("overtaken", overtaken.Detail, StringComparison.Ordinal);
        Assert.Equal(3000, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Fact]
    public async Task Adjustments_to_a_ledger_that_nobody_will_seal_here_are_taken_with_a_warning()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        Assert.Empty((await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop")).Warnings);
        ledger.Runs.All = false;
        Assert.Contains("Lifecycle:Campaigns", Assert.Single((await ledger.AdjustAsync("A-2,KM-000001,spent,1,shop")).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adjustment_twice_in_one_file_is_refused()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult result = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-1,KM-000001,spent,1,shop");
        Assert.Equal((3, "adjustment_id"), (Assert.Single(result.Errors).Line, result.Errors[0].Field));
    }

    [Fact]
    public async Task A_long_file_for_one_coupon_is_asked_to_be_split()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        string[] rows = [.. Enumerable.Range(0, AdjustmentPlan.NewMax + 1).Select(index => $"A-{index},KM-000001,spent,1,shop")];
        Assert.Equal(AdjustmentOutcome.Invalid, (await ledger.AdjustAsync(rows)).Outcome);
        Assert.Equal(AdjustmentPlan.NewMax, (await ledger.AdjustAsync(rows[1..])).Applied);
        Assert.Equal(1, (await ledger.AdjustAsync(rows)).Applied);
    }

    [Fact]
    public async Task Balances_stand_still_from_the_cutoff_on()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        AdjustmentResult late = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop");
        Assert.Equal((AdjustmentOutcome.Closed, 0, 0, 0, 0L), (late.Outcome, late.Rows, late.Applied, late.Unchanged, late.ErrorCount));
        Assert.StartsWith("The cutoff has passed", late.Detail, StringComparison.Ordinal);
        await ledger.SealAsync();
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddMinutes(-5);
        Assert.Equal(AdjustmentOutcome.Closed, (await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop")).Outcome);
        Assert.Equal(3000, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Fact]
    public async Task An_adjustment_that_is_under_way_when_its_shard_closes_is_refused_as_a_whole()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        CouponRow coupon = await ledger.CouponAsync("KM-000001");
        await ledger.Coupons.Gate.CloseAsync(coupon.PartitionKey, CancellationToken.None);
        string before = await ledger.RawAsync(CouponStore.TableName);
        Assert.Equal(AdjustmentOutcome.Closed, (await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop")).Outcome);
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task Adjustments_of_one_coupon_at_the_same_time_are_all_counted()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(index => Task.Run(() => ledger.AdjustAsync($"A-{index},KM-000001,spent,100,shop"))));
        Assert.Equal(4, results.Sum(result => result.Applied));
        Assert.Equal(2600, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Fact]
    public async Task Twenty_files_at_once_on_the_same_coupons_are_all_taken_and_the_same_file_once()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(() =>
            ledger.AdjustAsync($"A-{index % 10},KM-000001,spent,100,shop", $"B-{index % 10},KM-000002,restored,10,cash-paid"))));
        Assert.Equal(10, results.Count(result => result.Outcome == AdjustmentOutcome.Applied));
        Assert.Equal(10, results.Count(result => result.Outcome == AdjustmentOutcome.Unchanged));
        Assert.Equal((2000, 600), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000002")).Balance));
    }

    [Fact]
    public async Task A_file_that_finds_another_one_at_the_ledger_is_told_which_and_taken_afterwards()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync(new EphemeralDataProtectionProvider(), patienceSeconds: 0);
        await ledger.ImportAsync(Ledger);
        AdjustmentResult busy;
        await using (ImportLease? other = await ledger.Get<LedgerLeases>().TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "other.csv", "anna"), CancellationToken.None))
        {
            busy = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-2,KM-000001,lost,1,shop");
        }

        Assert.Equal((AdjustmentOutcome.Busy, 0, 0, 0, 0L), (busy.Outcome, busy.Rows, busy.Applied, busy.Unchanged, busy.ErrorCount));
        Assert.StartsWith("Another file is being taken in (other.csv of anna, since 2023-03-10 00:00:00 +09:00).", busy.Detail, StringComparison.Ordinal);
        Assert.Equal(3000, (await ledger.CouponAsync("KM-000001")).Balance);
        Assert.Equal(AdjustmentOutcome.Applied, (await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop")).Outcome);
    }

    [Fact]
    public async Task A_coupon_of_which_all_was_made_before_stays_as_the_file_before_left_it()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        AdjustmentResult first = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop");

        AdjustmentResult second = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-2,KM-000002,spent,1,shop");

        Assert.Equal((first.Import, second.Import), ((await ledger.CouponAsync("KM-000001")).File, (await ledger.CouponAsync("KM-000002")).File));
    }

    [Fact]
    public async Task Wherever_it_dies_a_file_counts_wholly_or_not_at_all()
    {
        string[] file = ["A-1,KM-000001,spent,1200,shop", "B-1,KM-000002,restored,800,cash-paid"];
        await using LedgerFixture undisturbed = await WithLedgerAsync();
        undisturbed.Faults.DieAt(int.MaxValue, afterwards: false);
        await undisturbed.AdjustAsync(file);
        int writes = undisturbed.Faults.Writes;
        Assert.InRange(writes, 4, 10);

        foreach ((int write, bool afterwards) in Enumerable.Range(1, writes).SelectMany(write => new[] { (write, false), (write, true) }))
        {
            await using LedgerFixture ledger = await WithLedgerAsync();
            ledger.Faults.DieAt(write, afterwards);
            await Assert.ThrowsAsync<StorageDiedException>(() => ledger.AdjustAsync(file));
            ledger.Faults.Heal();
            bool isComplete = (write, afterwards) == (writes, true);
            Assert.Equal(isComplete ? (1800, 1300) : (3000, 500), ((int)(await ledger.CouponAsync("KM-000001")).Balance, (int)(await ledger.CouponAsync("KM-000002")).Balance));
            AdjustmentResult other = await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop");
            Assert.Equal(isComplete ? AdjustmentOutcome.Invalid : AdjustmentOutcome.Applied, other.Outcome);
            Assert.Equal(isComplete ? new Yen(1800) : new Yen(2999), (await ledger.SealAsync()).Yen - (isComplete ? new Yen(1300) : Yen.Zero));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task After_a_crash_the_same_file_applies_what_is_missing_and_nothing_twice(int write, bool afterwards)
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        string[] file = ["A-1,KM-000001,spent,1200,shop", "B-1,KM-000002,restored,800,cash-paid"];
        ledger.Faults.DieAt(write, afterwards);
        await Assert.ThrowsAsync<StorageDiedException>(() => ledger.AdjustAsync(file));
        ledger.Faults.Heal();
        await ledger.AdjustAsync(file);
        Assert.Equal((1800, 1300), ((await ledger.CouponAsync("KM-000001")).Balance, (await ledger.CouponAsync("KM-000002")).Balance));
    }

    [Fact]
    public async Task The_ledger_is_the_same_ledger_after_adjustments()
    {
        await using LedgerFixture ledger = await WithLedgerAsync();
        await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop");
        ImportResult again = await ledger.ImportAsync([.. Ledger, "KM-000003,2023-02-24,1,true,,"]);
        Assert.Equal((ImportOutcome.Imported, 1, 2), (again.Outcome, again.Written, again.Unchanged));
        Assert.Equal(1800, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    private static async Task<LedgerFixture> WithLedgerAsync()
    {
        LedgerFixture ledger = await LedgerFixture.CreateAsync();
        Assert.Equal(2, (await ledger.ImportAsync(Ledger)).Written);
        return ledger;
    }
}
