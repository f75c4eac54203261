using System.Globalization;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Coupons;

public sealed class LedgerImportTests
{
    private static readonly string[] Three =
    [
        "KM-000001,2023-02-24,3000,true,090-1234-5678,taro@example.jp",
        "KM-000002,2023-02-24,500,false,,",
        "KM-000003,2023-03-10,700,true,,hanako@example.jp",
    ];

    [Fact]
    public async Task A_ledger_is_imported_and_its_people_and_yen_are_counted()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(Three);
        Assert.Equal((ImportOutcome.Imported, 3, 3, 0), (result.Outcome, result.Rows, result.Written, result.Unchanged));
        Assert.Equal((2, new Yen(3500)), (result.People, result.Yen));
        CouponRow coupon = await ledger.CouponAsync("km-000001");
        Assert.Equal(new Coupon(new DateOnly(2023, 2, 24), new Yen(3000), ChargedToApp: true), coupon.ToCoupon());
        Assert.Equal(new Contact("+819012345678", "taro@example.jp"), ledger.Get<ProtectedFields>().UnprotectJson<Contact>(coupon.Contact!));
    }

    [Fact]
    public async Task What_identifies_or_reaches_a_person_is_not_stored_in_clear()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        string stored = await ledger.RawAsync(CouponStore.TableName) + await ledger.RawAsync(ImportRecords.TableName);
        Assert.All((string[])["KM-00000", "9012345678", "taro", "hanako"], secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_says_so()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult first = await ledger.ImportAsync(Three);
        string before = await ledger.RawAsync(CouponStore.TableName);
        ImportResult again = await ledger.ImportAsync(Three);
        Assert.Equal((ImportOutcome.Unchanged, 3, 0, 3), (again.Outcome, again.Rows, again.Written, again.Unchanged));
        Assert.Equal((first.People, first.Yen, first.Sha256), (again.People, again.Yen, again.Sha256));
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task The_same_coupons_written_differently_are_the_same_coupons()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        ImportResult again = await ledger.ImportAsync(
            "km-000003,2023-03-10,700,TRUE,,hanako@example.jp",
            "KM-000001,2023-02-24,3000,true,+81 90 1234 5678,taro@example.jp",
            "KM-000004,2023-02-24,1,true,,");
        Assert.Equal((ImportOutcome.Imported, 1, 2), (again.Outcome, again.Written, again.Unchanged));
    }

    [Theory]
    [InlineData("KM-000001,2023-02-25,3000,true,090-1234-5678,taro@example.jp", "expiry")]
    [InlineData("KM-000001,2023-02-24,3001,true,090-1234-5678,taro@example.jp", "balance")]
    [InlineData("KM-000001,2023-02-24,3000,false,090-1234-5678,taro@example.jp", "charged_to_app")]
    [InlineData("KM-000001,2023-02-24,3000,true,090-1234-5679,taro@example.jp", "phone")]
    [InlineData("KM-000001,2023-02-24,3000,true,,taro@example.jp", "phone")]
    [InlineData("KM-000001,2023-02-24,3000,true,090-1234-5678,jiro@example.jp", "email")]
    public async Task A_coupon_with_other_facts_is_a_conflict_and_nothing_of_its_file_is_written(string row, string field)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        string before = await ledger.RawAsync(CouponStore.TableName);
        ImportResult result = await ledger.ImportAsync("KM-000009,2023-02-24,3000,true,,", row);
        Assert.Equal((ImportOutcome.Invalid, 0), (result.Outcome, result.Written));
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, field), (error.Line, error.Field));
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task A_coupon_twice_in_one_file_is_refused_with_both_lines()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync([.. Three, "km-000001,2023-02-24,3000,true,090-1234-5678,taro@example.jp"]);
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((5, "inquiry_number"), (error.Line, error.Field));
        Assert.Contains("line 2", error.Problem, StringComparison.Ordinal);
        Assert.Empty(await ledger.DumpAsync(CouponStore.TableName));
    }

    [Fact]
    public async Task One_bad_row_keeps_the_whole_file_out()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync([.. Three, "KM-000004,2023-02-24,-1,true,,"]);
        Assert.Equal((ImportOutcome.Invalid, 1L), (result.Outcome, result.ErrorCount));
        Assert.Empty(await ledger.DumpAsync(CouponStore.TableName));
        Assert.Empty(await ledger.DumpAsync(ImportRecords.TableName));
    }

    [Fact]
    public async Task All_errors_are_counted_and_the_first_thousand_named()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(Enumerable.Repeat("x,2023-02-24,1,true,,", 1_500));
        Assert.Equal((1_500L, 1_000), (result.ErrorCount, result.Errors.Count));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_writes_nothing()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three[..1]);
        ledger.Faults.DieAt(1, afterwards: false);
        ImportResult result = await ledger.ImportAsync(LedgerFixture.Csv(Three), dryRun: true);
        Assert.Equal((ImportOutcome.Checked, 2, 1, 0), (result.Outcome, result.Written, result.Unchanged, ledger.Faults.Writes));
    }

    [Fact]
    public async Task Nothing_is_imported_from_the_cutoff_on()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddTicks(-1);
        Assert.Equal(ImportOutcome.Imported, (await ledger.ImportAsync(Three[..1])).Outcome);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        Assert.Equal(ImportOutcome.Closed, (await ledger.ImportAsync(Three)).Outcome);
        Assert.Equal(ImportOutcome.Closed, (await ledger.ImportAsync(LedgerFixture.Csv(Three), dryRun: true)).Outcome);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.CouponAsync("KM-000002"));
    }

    [Fact]
    public async Task An_import_by_a_late_clock_finds_the_ledger_closed()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        await ledger.Get<CloseLedger>().Run(LedgerFixture.Id, CancellationToken.None);
        string before = await ledger.RawAsync(CouponStore.TableName);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddMinutes(-5);
        Assert.Equal(ImportOutcome.Closed, (await ledger.ImportAsync(ManyRows(50))).Outcome);
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(8, true)]
    [InlineData(11, false)]
    public async Task After_a_crash_the_same_file_completes_what_an_undisturbed_import_would_have_written(int write, bool afterwards)
    {
        EphemeralDataProtectionProvider keys = new();
        await using LedgerFixture undisturbed = await LedgerFixture.CreateAsync(keys);
        await using LedgerFixture disturbed = await LedgerFixture.CreateAsync(keys);
        ImportResult expected = await undisturbed.ImportAsync(ManyRows(700));

        disturbed.Faults.DieAt(write, afterwards);
        await Assert.ThrowsAsync<StorageDiedException>(() => disturbed.ImportAsync(ManyRows(700)));
        disturbed.Faults.Heal();
        ImportResult again = await disturbed.ImportAsync(ManyRows(700));

        Assert.Equal((expected.Rows, expected.People, expected.Yen), (again.Rows, again.People, again.Yen));
        Assert.Equal(700, again.Written + again.Unchanged);
        Assert.Equal(await undisturbed.DumpAsync(CouponStore.TableName), await disturbed.DumpAsync(CouponStore.TableName));
        Assert.Single(await disturbed.DumpAsync(ImportRecords.TableName));
    }

    [Fact]
    public async Task Two_imports_of_the_same_file_at_once_write_each_coupon_once()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ledger.ImportAsync(ManyRows(500)))));
        Assert.Equal(500, (await ledger.DumpAsync(CouponStore.TableName)).Count(row => row.Contains("RowKey=c:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_coupons_whose_numbers_meet_in_one_id_are_both_kept()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        Assert.True(InquiryNumber.TryParse("KM-000001", LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber number));
        EntitlementId taken = ledger.Coupons.IdOf(LedgerFixture.Id, number, attempt: 0);
        TableEntity stranger = new(ledger.Coupons.PartitionOf(LedgerFixture.Id, taken), CouponRow.KeyOf(taken)) { ["Number"] = new string('f', 32), ["Facts"] = new string('e', 32) };
        await ledger.Tables.GetTableClient(CouponStore.TableName).AddEntityAsync(stranger);

        Assert.Equal(3, (await ledger.ImportAsync(Three)).Written);
        Assert.Equal(ledger.Coupons.IdOf(LedgerFixture.Id, number, attempt: 1), (await ledger.CouponAsync("KM-000001")).ToId());
        Assert.Equal((0, 3), ((await ledger.ImportAsync([.. Three.Reverse()])) is { } again ? (again.Written, again.Unchanged) : default));
    }

    [Fact]
    public async Task Coupons_whose_numbers_meet_in_one_id_within_a_file_are_all_kept()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync(new EphemeralDataProtectionProvider(), idBits: 11);
        string[] numbers = [.. Enumerable.Range(0, 300).Select(index => $"MEET-{index:d6}")];
        string[] rows = [.. numbers.Select((number, index) => $"{number},2023-02-24,{index + 1},true,,")];

        Assert.Equal(300, (await ledger.ImportAsync(rows)).Written);
        for (int index = 0; index < numbers.Length; index++)
        {
            Assert.Equal(index + 1, (await ledger.CouponAsync(numbers[index])).Balance);
        }

        Assert.Contains(numbers, number => ledger.IdOf(number, attempt: 0) != ledger.CouponAsync(number).Result.ToId());
        Assert.Equal(300, (await ledger.ImportAsync([.. rows.Reverse()])).Unchanged);
        Assert.Equal((300, new Yen(300 * 301 / 2)), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.People, sealedLedger.Yen) : default);
    }

    [Theory]
    [InlineData("123456", "00123456")]
    [InlineData("KM-000001", "KM000001")]
    [InlineData("km000001", "ＫＭ‐０００００１")]
    [InlineData("000000", "0-000-000-000")]
    public async Task Two_ways_of_writing_a_number_are_one_coupon_in_a_file_across_files_and_in_adjustments(string one, string other)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult twice = await ledger.ImportAsync($"{one},2023-02-24,3000,true,,", $"{other},2023-02-24,3000,true,,");
        Assert.Equal((3, "inquiry_number"), Assert.Single(twice.Errors) is var error ? (error.Line, error.Field) : default);

        Assert.Equal(1, (await ledger.ImportAsync($"{one},2023-02-24,3000,true,,")).Written);
        Assert.Equal((ImportOutcome.Unchanged, 1), (await ledger.ImportAsync($"{other},2023-02-24,3000,true,,")) is var again ? (again.Outcome, again.Unchanged) : default);
        Assert.Equal("balance", Assert.Single((await ledger.ImportAsync($"{other},2023-02-24,3001,true,,")).Errors).Field);
        Assert.Equal(1, (await ledger.AdjustAsync($"A-1,{other},spent,1000,shop")).Applied);
        Assert.Equal((1, new Yen(2000)), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.People, sealedLedger.Yen) : default);
    }

    [Fact]
    public async Task An_upload_that_cannot_be_rewound_is_imported_all_the_same()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await using Stream forwardOnly = new System.IO.Compression.GZipStream(Zipped(LedgerFixture.Csv(Three)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(3, (await ledger.ImportAsync(forwardOnly)).Written);
    }

    [Fact]
    public async Task A_full_shard_takes_one_transaction_for_ninety_nine_coupons()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        ledger.Faults.DieAt(int.MaxValue, afterwards: false);
        await ledger.ImportAsync(ManyRows(2_000));
        Assert.InRange(ledger.Faults.Writes, 1, (2_000 / 99) + LedgerFixture.Campaign.Shards + 1 + (2 * LedgerFixture.Campaign.Shards));
    }

    private static Stream ManyRows(int count) => LedgerFixture.Csv(Enumerable.Range(0, count).Select(index =>
        string.Create(CultureInfo.InvariantCulture, $"MANY-{index:d6},2023-02-2{4 + (index % 2)},{index},{(index % 3 == 0 ? "true" : "false")},0901234{1000 + index:d4},")));

    private static MemoryStream Zipped(Stream clear)
    {
        MemoryStream zipped = new();
        using (System.IO.Compression.GZipStream zip = new(zipped, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            clear.CopyTo(zip);
        }

        zipped.Position = 0;
        return zipped;
    }
}
