using System.Text.Json;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Coupons;

public sealed class TakingBackTests
{
    private static readonly string[] Two = ["KM-000001,2023-02-24,3000,true,090-1234-5678,", "KM-000002,2023-02-24,500,false,,"];

    [Fact]
    public async Task Nothing_of_an_import_that_was_taken_back_counts_and_its_coupons_can_come_anew()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Two);
        ImportResult mistake = await ledger.ImportAsync("KM-000003,2023-02-24,70000,true,,");

        TakingBackResult.Done done = Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, mistake.Import!));

        Assert.Equal(new TakenBack(ledger.Clock.Now, "tester", "the wrong file"), done.Import.TakenBack);
        Assert.Equal(done.Import.TakenBack, (await ledger.BookAsync()).Single(entry => entry.Id == mistake.Import).TakenBack);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.CouponAsync("KM-000003"));
        Assert.Equal((3, "inquiry_number"), Assert.Single((await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop", "A-2,KM-000003,spent,1,shop")).Errors) is var error ? (error.Line, error.Field) : default);
        Assert.Equal(1, (await ledger.ImportAsync("KM-000003,2023-02-24,700,true,,")).Written);
        Assert.Equal((3, new Yen(4200)), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.People, sealedLedger.Yen) : default);
    }

    [Fact]
    public async Task The_very_file_that_was_taken_back_can_be_imported_again()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult first = await ledger.ImportAsync(Two);
        await TakeBackAsync(ledger, first.Import!);

        ImportResult again = await ledger.ImportAsync(Two);

        Assert.Equal((ImportOutcome.Imported, 2), (again.Outcome, again.Written));
        Assert.NotEqual(first.Import, again.Import);
        Assert.Equal(new Yen(3500), (await ledger.SealAsync()).Yen);
    }

    [Fact]
    public async Task A_correction_that_is_taken_back_leaves_the_coupon_as_it_was_before()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Two);
        CouponRow before = await ledger.CouponAsync("KM-000001");
        ImportResult correction = await ledger.ImportAsync("KM-000001,2023-02-20,3000,false,,wrong@example.jp");
        Assert.Equal(1, correction.Corrected);

        Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, correction.Import!));

        CouponRow after = await ledger.CouponAsync("KM-000001");
        Assert.Equal((before.ToCoupon(), before.Facts, before.Contact, before.Contacts), (after.ToCoupon(), after.Facts, after.Contact, after.Contacts));
        Assert.Equal(1, (await ledger.ImportAsync("KM-000001,2023-02-24,3000,true,,right@example.jp")).Corrected);
    }

    [Fact]
    public async Task Adjustments_that_are_taken_back_were_never_made()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Two);
        await ledger.AdjustAsync("A-1,KM-000001,spent,1000,shop");
        AdjustmentResult mistake = await ledger.AdjustAsync("A-2,KM-000001,spent,500,shop", "B-1,KM-000002,restored,500,cash-paid");

        Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, mistake.Import!));

        CouponRow coupon = await ledger.CouponAsync("KM-000001");
        Assert.Equal((2000, 1, false), (coupon.Balance, coupon.Adjustments, (await ledger.CouponAsync("KM-000002")).Extended));
        Assert.Equal(1, (await ledger.AdjustAsync("A-1,KM-000001,spent,1000,shop", "A-2,KM-000001,spent,300,shop")).Applied);
        Assert.Equal((1700, 2), (await ledger.CouponAsync("KM-000001")) is var again ? (again.Balance, again.Adjustments) : default);
    }

    [Fact]
    public async Task A_file_on_whose_coupons_others_build_stays_until_those_are_taken_back()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult first = await ledger.ImportAsync(Two);
        string[] later = new string[12];
        for (int file = 0; file < later.Length; file++)
        {
            later[file] = (await ledger.AdjustAsync($"A-{file},KM-000001,spent,1,shop")).Import!;
        }

        TakingBackResult.Refused refused = Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, first.Import!));
        Assert.All(later, file => Assert.Contains(file, refused.Reason, StringComparison.Ordinal));
        Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, later[1]));
        Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, later[11]));
        Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, later[10]));
        Assert.Equal(2990, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Fact]
    public async Task A_coupon_whose_state_before_is_not_kept_any_more_keeps_its_last_one_and_is_never_lost()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Two);
        string[] files = new string[10];
        for (int file = 0; file < files.Length; file++)
        {
            files[file] = (await ledger.AdjustAsync($"A-{file},KM-000001,spent,1,shop")).Import!;
        }

        foreach (string file in files[2..].Reverse())
        {
            Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, file));
        }

        Assert.Equal(2998, (await ledger.CouponAsync("KM-000001")).Balance);
        Assert.StartsWith("What 1 of its coupons", Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, files[1])).Reason, StringComparison.Ordinal);
        Assert.Equal(2998, (await ledger.CouponAsync("KM-000001")).Balance);
        Assert.Equal(1, (await ledger.AdjustAsync("A-10,KM-000001,spent,98,shop")).Applied);
        Assert.Equal((2, new Yen(3400)), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.People, sealedLedger.Yen) : default);
    }

    [Fact]
    public async Task Coupons_that_had_to_go_past_others_are_found_when_those_are_taken_back()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync(new EphemeralDataProtectionProvider(), idBits: 11);
        ImportResult mistake = await ledger.ImportAsync(Enumerable.Range(0, 200).Select(number => $"GONE-{number:d6},2023-02-24,1,true,,"));
        await ledger.ImportAsync(Enumerable.Range(0, 200).Select(number => $"STAY-{number:d6},2023-02-24,{number + 1},true,,"));
        await TakeBackAsync(ledger, mistake.Import!);
        await ledger.ImportAsync("LAST-000001,2023-02-24,1,true,,");

        Assert.Contains(Enumerable.Range(0, 200), number => ledger.CouponAsync($"STAY-{number:d6}").Result.Attempt > 0);
        Assert.All(Enumerable.Range(0, 200), number => Assert.Equal(number + 1, ledger.CouponAsync($"STAY-{number:d6}").Result.Balance));
        Assert.Equal(201, (await ledger.SealAsync()).Coupons);
    }

    [Fact]
    public async Task Taking_back_twice_is_once_and_what_is_not_there_cannot_be()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult first = await ledger.ImportAsync(Two);
        await TakeBackAsync(ledger, first.Import!);
        ledger.Clock.Now = ledger.Clock.Now.AddHours(1);
        Assert.Equal(ledger.Clock.Now.AddHours(-1), Assert.IsType<TakingBackResult.Done>(await TakeBackAsync(ledger, first.Import!)).Import.TakenBack!.At);
        Assert.IsType<TakingBackResult.Unknown>(await TakeBackAsync(ledger, "nothing"));
    }

    [Fact]
    public async Task From_the_cutoff_on_nothing_is_taken_back()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult first = await ledger.ImportAsync(Two);
        await ledger.SealAsync();
        Assert.Contains("sealed at 2023-04-01", Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, first.Import!)).Reason, StringComparison.Ordinal);
        Assert.True((await ledger.Get<SealVerification>().VerifyAsync(LedgerFixture.Id, CancellationToken.None)) is SealVerdict.Holds);
    }

    [Fact]
    public async Task While_another_file_is_at_the_ledger_and_once_the_cutoff_has_overtaken_it_an_import_goes_on_counting()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync(new EphemeralDataProtectionProvider(), patienceSeconds: 0);
        ImportResult first = await ledger.ImportAsync(Two);
        await using (ImportLease? other = await ledger.Get<LedgerLeases>().TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "other.csv", "anna"), CancellationToken.None))
        {
            Assert.StartsWith("Another file is being taken in (other.csv of anna", Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, first.Import!)).Reason, StringComparison.Ordinal);
        }

        await ledger.Get<LedgerLeases>().CloseAsync(LedgerFixture.Id, CancellationToken.None);
        Assert.Contains("has overtaken the file", Assert.IsType<TakingBackResult.Refused>(await TakeBackAsync(ledger, first.Import!)).Reason, StringComparison.Ordinal);

        Assert.Null(Assert.Single(await ledger.BookAsync()).TakenBack);
        Assert.Equal(3000, (await ledger.CouponAsync("KM-000001")).Balance);
    }

    [Fact]
    public async Task What_is_left_of_a_coupon_after_many_changes_is_bounded()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Two);
        for (int file = 0; file < 30; file++)
        {
            await ledger.AdjustAsync($"A-{file},KM-000001,spent,1,shop");
        }

        CouponRow coupon = await ledger.CouponAsync("KM-000001");
        Assert.Equal((2970, 30), (coupon.Balance, coupon.Adjustments));
        Assert.Equal(31, coupon.MadeBy().Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(JsonSerializer.Serialize(coupon).Length, 1, 20_000);
    }

    private static Task<TakingBackResult> TakeBackAsync(LedgerFixture ledger, string import) =>
        ledger.Get<TakingBack>().RunAsync(LedgerFixture.Campaign, import, "tester", "the wrong file", CancellationToken.None);
}
