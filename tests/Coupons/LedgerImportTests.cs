using System.Globalization;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
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
        string stored = await ledger.RawAsync(CouponStore.TableName) + await ledger.RawAsync(ImportBook.TableName);
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

    [Fact]
    public async Task A_coupon_with_another_balance_is_a_conflict_and_nothing_of_its_file_is_written()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        string before = await ledger.RawAsync(CouponStore.TableName);
        ImportResult result = await ledger.ImportAsync("KM-000009,2023-02-24,3000,true,,", "KM-000001,2023-02-24,3001,true,090-1234-5678,taro@example.jp");
        Assert.Equal((ImportOutcome.Invalid, 0), (result.Outcome, result.Written));
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, "balance"), (error.Line, error.Field));
        Assert.Equal(before, await ledger.RawAsync(CouponStore.TableName));
    }

    [Theory]
    [InlineData("KM-000001,2023-02-25,3000,true,090-1234-5678,taro@example.jp")]
    [InlineData("KM-000001,2023-02-24,3000,false,090-1234-5678,taro@example.jp")]
    [InlineData("KM-000001,2023-02-24,3000,true,090-1234-5679,taro@example.jp")]
    [InlineData("KM-000001,2023-02-24,3000,true,,taro@example.jp")]
    [InlineData("KM-000001,2023-02-24,3000,true,,")]
    [InlineData("KM-000001,2023-02-24,3000,true,090-1234-5678,jiro@example.jp")]
    public async Task A_later_file_corrects_contact_route_and_expiry_of_a_coupon_with_the_same_balance(string row)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await using LedgerFixture straight = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        await ledger.AdjustAsync("A-1,KM-000001,spent,1200,shop");
        await straight.ImportAsync([row, .. Three[1..]]);
        await straight.AdjustAsync("A-1,KM-000001,spent,1200,shop");

        ImportResult result = await ledger.ImportAsync(row, "KM-000009,2023-02-24,0,true,,");

        Assert.Equal((ImportOutcome.Imported, 1, 1, 0), (result.Outcome, result.Written, result.Corrected, result.Unchanged));
        CouponRow coupon = await ledger.CouponAsync("KM-000001");
        CouponRow expected = await straight.CouponAsync("KM-000001");
        Assert.Equal((expected.ToCoupon(), expected.Facts, expected.Contacts, expected.Adjustments), (coupon.ToCoupon(), coupon.Facts, coupon.Contacts, coupon.Adjustments));
        Assert.Equal(
            expected.Contact is null ? null : straight.Get<ProtectedFields>().Unprotect(expected.Contact),
            coupon.Contact is null ? null : ledger.Get<ProtectedFields>().Unprotect(coupon.Contact));
    }

    [Fact]
    public async Task What_a_later_file_has_corrected_does_not_come_back_with_an_old_one()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        string corrected = "KM-000001,2023-02-24,3000,true,090-1234-9999,taro@example.jp";
        await ledger.ImportAsync(corrected);

        ImportResult again = await ledger.ImportAsync([.. Three, "KM-000009,2023-02-24,1,true,,"]);

        Assert.Equal((1, 0, 3, 1), (again.Written, again.Corrected, again.Unchanged, again.Superseded));
        Assert.Equal("+819012349999", ledger.Get<ProtectedFields>().UnprotectJson<Contact>((await ledger.CouponAsync("KM-000001")).Contact!).Phone);
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
        Assert.Empty(await ledger.DumpAsync(ImportBook.TableName));
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
        Assert.Single(await disturbed.BookAsync());
    }

    [Fact]
    public async Task Wherever_it_dies_a_file_counts_wholly_or_not_at_all()
    {
        await using LedgerFixture undisturbed = await LedgerFixture.CreateAsync();
        await undisturbed.ImportAsync(Three);
        undisturbed.Faults.DieAt(int.MaxValue, afterwards: false);
        await undisturbed.ImportAsync(ManyRows(120));
        int writes = undisturbed.Faults.Writes;
        Assert.InRange(writes, 5, 100);

        foreach ((int write, bool afterwards) in Enumerable.Range(1, writes).SelectMany(write => new[] { (write, false), (write, true) }))
        {
            await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
            await ledger.ImportAsync(Three);
            ledger.Faults.DieAt(write, afterwards);
            await Assert.ThrowsAsync<StorageDiedException>(() => ledger.ImportAsync(ManyRows(120)));
            ledger.Faults.Heal();
            bool isComplete = (await ledger.BookAsync()).Count == 2;
            Assert.Equal((write, afterwards) == (writes, true), isComplete);
            Assert.Equal(isComplete ? 123 : 3, (await ledger.SealAsync()).Coupons);
        }
    }

    [Fact]
    public async Task Another_file_takes_the_place_of_one_that_died_half_way()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ledger.Faults.DieAt(9, afterwards: true);
        await Assert.ThrowsAsync<StorageDiedException>(() => ledger.ImportAsync(ManyRows(700)));
        ledger.Faults.Heal();

        ImportResult corrected = await ledger.ImportAsync(ManyRows(500, more: 1));

        Assert.Equal((ImportOutcome.Imported, 500), (corrected.Outcome, corrected.Written));
        Assert.Equal(500, (await ledger.DumpAsync(CouponStore.TableName)).Count(row => row.Contains("RowKey=c:", StringComparison.Ordinal)));
        Assert.Equal((500, corrected.Yen), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.Coupons, sealedLedger.Yen) : default);
    }

    [Fact]
    public async Task Another_file_takes_its_place_even_where_ids_meet()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync(new EphemeralDataProtectionProvider(), idBits: 11);
        ledger.Faults.DieAt(9, afterwards: true);
        await Assert.ThrowsAsync<StorageDiedException>(() => ledger.ImportAsync(ManyRows(600)));
        ledger.Faults.Heal();

        ImportResult corrected = await ledger.ImportAsync(ManyRows(400, more: 1));

        Assert.Equal(400, corrected.Written);
        Assert.Equal((400, corrected.Yen), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.Coupons, sealedLedger.Yen) : default);
        Assert.All(Enumerable.Range(0, 400), index => Assert.Equal(index + 1, ledger.CouponAsync($"MANY-{index:d6}").Result.Balance));
    }

    [Fact]
    public async Task An_import_that_the_cutoff_overtakes_leaves_nothing_that_counts()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Three);
        await ledger.Get<LedgerLeases>().CloseAsync(LedgerFixture.Id, CancellationToken.None);

        ImportResult overtaken = await ledger.ImportAsync(ManyRows(200));

        Assert.Equal((ImportOutcome.Closed, 0, 0), (overtaken.Outcome, overtaken.Written, overtaken.Rows));
        Assert.Contains("2023-04-01 00:00 +09:00", overtaken.Detail, StringComparison.Ordinal);
        Assert.Contains("overtaken", overtaken.Detail, StringComparison.Ordinal);
        Assert.Equal(3, (await ledger.SealAsync()).Coupons);
        Assert.Equal(AdjustmentOutcome.Closed, (await ledger.AdjustAsync("A-1,KM-000001,spent,1,shop")).Outcome);
    }

    [Fact]
    public async Task Different_files_at_once_are_taken_one_after_the_other_or_refused()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(more => Task.Run(() => ledger.ImportAsync(ManyRows(300, more)))));
        Assert.Equal((1, 5), (results.Count(result => result.Outcome == ImportOutcome.Imported), results.Count(result => result.Outcome == ImportOutcome.Invalid)));
        Assert.Equal(results.Single(result => result.Outcome == ImportOutcome.Imported).Yen, (await ledger.SealAsync()).Yen);
    }

    [Fact]
    public async Task The_book_says_who_brought_what_and_when()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(Three);
        await ledger.ImportAsync(Three);
        ImportEntry entry = Assert.Single(await ledger.BookAsync());
        Assert.Equal((ImportKind.Ledger, "ledger.csv", result.Sha256, "tester", ledger.Clock.Now, result.Import), (entry.Kind, entry.File, entry.Sha256, entry.By, entry.At, entry.Id));
        Assert.Equal((3, 3), (entry.Counts["rows"], entry.Counts["written"]));
    }

    [Fact]
    public async Task A_campaign_that_is_not_run_here_takes_a_ledger_with_a_warning()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        Assert.Empty((await ledger.ImportAsync(Three[..1])).Warnings);
        ledger.Runs.All = false;
        Assert.Contains("Lifecycle:Campaigns", Assert.Single((await ledger.ImportAsync(Three)).Warnings), StringComparison.Ordinal);
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
        string counted = (await ledger.ImportAsync("KM-000009,2023-02-24,1,true,,")).Import!;
        Assert.True(InquiryNumber.TryParse("KM-000001", LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber number));
        EntitlementId taken = ledger.Coupons.IdOf(LedgerFixture.Id, number, attempt: 0);
        TableEntity stranger = new(ledger.Coupons.PartitionOf(LedgerFixture.Id, taken), CouponRow.KeyOf(taken)) { ["Number"] = new string('f', 32), ["Facts"] = new string('e', 32), ["File"] = counted };
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
        Assert.InRange(ledger.Faults.Writes, 1, (2_000 / 99) + LedgerFixture.Campaign.Shards + 1 + (2 * LedgerFixture.Campaign.Shards) + PeopleIndex.Parts);
    }

    private static Stream ManyRows(int count, int more = 0) => LedgerFixture.Csv(Enumerable.Range(0, count).Select(index =>
        string.Create(CultureInfo.InvariantCulture, $"MANY-{index:d6},2023-02-2{4 + (index % 2)},{index + more},{(index % 3 == 0 ? "true" : "false")},0901234{1000 + index:d4},")));

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
