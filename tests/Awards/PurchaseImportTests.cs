using System.Globalization;
using Azure.Data.Tables;
using Compensation.Awards;
using Compensation.Awards.Packs;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Coupons;

namespace Compensation.Tests.Awards;

public sealed class PurchaseImportTests
{
    [Fact]
    public async Task Purchases_are_imported_beside_their_members()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        PurchaseImportResult result = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-2", "w00001", 550), AwardsApp.Shop("T-1", "W00002", 220));

        Assert.Equal((PurchaseImportOutcome.Imported, 3, new ImportCounts(3, 0, 0, 0)), (result.Outcome, result.Rows, result.Counts));
        Assert.Equal(["T-1 T-2", "T-1"], (await app.MembersAsync()).Select(member => string.Join(' ', member.Purchases.Select(purchase => purchase.Transaction))).OrderByDescending(text => text.Length));
    }

    [Fact]
    public async Task A_member_id_is_not_stored_in_clear()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));

        Assert.DoesNotContain("W00001", await app.RawAsync(PurchaseStore.TableName, PurchaseFiles.TableName), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_grants_the_points_can_tell_the_member_id()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        Assert.True(MemberId.TryParse("W00001", out MemberId member));

        (_, StoredMember? stored) = await app.Get<PurchaseStore>().FindAsync(AwardsApp.Id, member, CancellationToken.None);

        Assert.Equal(member, app.Get<PurchaseStore>().MemberIdOf((await app.Get<PurchaseStore>().ReadMembersAsync(AwardsApp.Id, stored!.Id, stored.Id, CancellationToken.None))[stored.Id]));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_says_so()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        string before = await app.RawAsync(PurchaseStore.TableName);
        IEnumerable<string> noted = await NotedAsync();

        PurchaseImportResult again = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));

        Assert.Equal((PurchaseImportOutcome.Unchanged, 1L), (again.Outcome, again.Counts.Unchanged));
        Assert.Equal(before, await app.RawAsync(PurchaseStore.TableName));
        Assert.Equal(noted, await NotedAsync());

        // But for whose turn it was.
        async Task<IEnumerable<string>> NotedAsync() => (await app.DumpAsync(PurchaseFiles.TableName)).Where(row => !row.Contains("RowKey=turn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_whatever_order_files_come_the_newest_revision_of_each_transaction_stays()
    {
        string[][] files =
        [
            [AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-2", "W00001", 100)],
            [AwardsApp.Shop("T-1", "W00001", 550, revision: 2, status: "corrected")],
            [AwardsApp.Shop("T-1", "W00001", 550, revision: 3, status: "cancelled"), AwardsApp.Shop("T-3", "W00002", 70)],
        ];
        HashSet<string> ends = [];
        foreach (int[] order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
        {
            await using AwardsApp app = await AwardsApp.StartAsync();
            foreach (int file in order)
            {
                Assert.NotEqual(PurchaseImportOutcome.Invalid, (await app.ImportAsync(files[file])).Outcome);
            }

            IEnumerable<RecordedPurchase> stored = (await app.MembersAsync()).SelectMany(member => member.Purchases).OrderBy(purchase => purchase.Transaction, StringComparer.Ordinal);
            Assert.Equal([("T-1", 3L, 550L), ("T-2", 1, 100), ("T-3", 1, 70)], stored.Select(purchase => (purchase.Transaction, purchase.Revision, purchase.Purchase.Amount.Amount)));
            ends.Add(string.Join('\n', stored));
        }

        Assert.Single(ends);
    }

    [Fact]
    public async Task An_older_revision_is_counted_and_left_out()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100, revision: 5));

        PurchaseImportResult late = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 9_999, revision: 4));

        Assert.Equal((PurchaseImportOutcome.Unchanged, new ImportCounts(0, 0, 0, 1)), (late.Outcome, late.Counts));
    }

    [Fact]
    public async Task Other_facts_under_the_same_revision_refuse_the_whole_file()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        string before = await app.RawAsync(PurchaseStore.TableName);

        PurchaseImportResult result = await app.ImportAsync(AwardsApp.Shop("T-9", "W00009", 100), AwardsApp.Shop("T-1", "W00001", 1_200));

        Assert.Equal((PurchaseImportOutcome.Invalid, 3L, "revision"), (result.Outcome, result.Errors[0].Line, result.Errors[0].Field));
        Assert.Equal(before, await app.RawAsync(PurchaseStore.TableName));
    }

    [Fact]
    public async Task Within_one_file_the_highest_revision_counts_and_two_truths_do_not()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        PurchaseImportResult fine = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100, revision: 2), AwardsApp.Shop("T-1", "W00001", 900), AwardsApp.Shop("T-1", "W00001", 1_100, revision: 2));
        PurchaseImportResult wrong = await app.ImportAsync(AwardsApp.Shop("T-2", "W00001", 1_100), AwardsApp.Shop("T-2", "W00001", 900));

        Assert.Equal(1, fine.Counts.Added);
        Assert.Equal(new Yen(1_100), Assert.Single(Assert.Single(await app.MembersAsync()).Purchases).Purchase.Amount);
        Assert.Equal("the same transaction and revision as on line 2, with other facts", Assert.Single(wrong.Errors).Problem);
    }

    [Fact]
    public async Task A_bad_row_refuses_the_whole_file()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        PurchaseImportResult result = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-2", "W1", 1_100));

        Assert.Equal((PurchaseImportOutcome.Invalid, 1L), (result.Outcome, result.ErrorCount));
        Assert.Empty(await app.DumpAsync(PurchaseStore.TableName));
    }

    [Fact]
    public async Task A_member_whose_id_belongs_to_another_gets_the_next_one_and_is_found_there()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        PurchaseStore store = app.Get<PurchaseStore>();
        Assert.True(MemberId.TryParse("W00001", out MemberId member));
        Assert.True(MemberId.TryParse("OTHER1", out MemberId other));
        EntitlementId taken = store.IdOf(AwardsApp.Id, member, attempt: 0);
        await store.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.Add, store.NewMember(AwardsApp.Id, taken, other))], CancellationToken.None);

        PurchaseImportResult first = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        PurchaseImportResult second = await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-2", "W00001", 100));

        (EntitlementId id, StoredMember? stored) = await store.FindAsync(AwardsApp.Id, member, CancellationToken.None);
        Assert.Equal((1L, 1L, 1L), (first.Counts.Added, second.Counts.Added, second.Counts.Unchanged));
        Assert.Equal((store.IdOf(AwardsApp.Id, member, attempt: 1), 2), (id, stored!.Purchases.Count()));
    }

    /// <summary>Five hundred ids for three hundred members: many meet others, new ones and those on file, in one file and in the next.</summary>
    [Fact]
    public async Task Members_whose_ids_meet_in_one_file_keep_their_purchases_apart()
    {
        await using AwardsApp app = await AwardsApp.StartAsync(idBits: 9);
        string[] Rows(int transaction) => [.. Enumerable.Range(0, 300).Select(member => AwardsApp.Shop($"T-{transaction}", string.Create(CultureInfo.InvariantCulture, $"W{member:d6}"), member))];

        PurchaseImportResult first = await app.ImportAsync(Rows(1));
        PurchaseImportResult second = await app.ImportAsync([.. Rows(1), .. Rows(2)]);

        Assert.Equal((new ImportCounts(300, 0, 0, 0), new ImportCounts(300, 0, 300, 0)), (first.Counts, second.Counts));
        HashSet<EntitlementId> ids = [];
        for (int number = 0; number < 300; number++)
        {
            Assert.True(MemberId.TryParse(string.Create(CultureInfo.InvariantCulture, $"W{number:d6}"), out MemberId member));
            (EntitlementId id, StoredMember? stored) = await app.Get<PurchaseStore>().FindAsync(AwardsApp.Id, member, CancellationToken.None);
            Assert.Equal([number, number], stored!.Purchases.Select(purchase => purchase.Purchase.Amount.Amount));
            ids.Add(id);
        }

        Assert.Equal(300, ids.Count);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task What_a_crash_leaves_half_written_is_completed_by_the_same_file(int write, bool afterwards)
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        string[] rows = [.. Enumerable.Range(0, 900).Select(row => AwardsApp.Shop(string.Create(CultureInfo.InvariantCulture, $"T-{row:d5}"), string.Create(CultureInfo.InvariantCulture, $"W{row % 700:d6}"), 100 + row))];
        app.Faults.DieAt(write, afterwards);
        await Assert.ThrowsAnyAsync<Exception>(() => app.ImportAsync(rows));
        app.Faults.Heal();

        PurchaseImportResult completed = await app.ImportAsync(rows);
        PurchaseImportResult again = await app.ImportAsync(rows);

        await using AwardsApp undisturbed = await AwardsApp.StartAsync();
        PurchaseImportResult once = await undisturbed.ImportAsync(rows);
        Assert.Equal((once.Counts, null, PurchaseImportOutcome.Imported), (completed.Counts, completed.First, completed.Outcome));
        Assert.Equal((900, once.Counts, PurchaseImportOutcome.Unchanged), (again.Counts.Unchanged, again.First, again.Outcome));
        Assert.Equal(await undisturbed.DumpAsync(PurchaseStore.TableName), await app.DumpAsync(PurchaseStore.TableName));
        Assert.Equal((700, 900), ((await app.MembersAsync()).Count, (await app.MembersAsync()).Sum(member => member.Purchases.Count())));
    }

    /// <summary>More than a row holds, and more than is written at once.</summary>
    [Fact]
    public async Task A_member_with_ten_thousand_purchases_is_kept_corrected_and_computed_like_any_other()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        string Row(int number, long yen, int revision, string place) =>
            $"{string.Create(CultureInfo.InvariantCulture, $"T-{number:d20}")},{revision},W00001,shops,{place},per110,2023-10-15,,{yen},,,,,completed";
        string place = string.Concat(Enumerable.Repeat("長い店名", 10));

        PurchaseImportResult first = await app.ImportAsync(Enumerable.Range(0, 10_000).Select(number => Row(number, 110, 1, "F")));
        PurchaseImportResult again = await app.ImportAsync([.. Enumerable.Range(0, 10_000).Select(number => Row(number, 110, 1, "F")), Row(20_000, 110, 1, "F")]);
        PurchaseImportResult longer = await app.ImportAsync(Enumerable.Range(0, 5_000).Select(number => Row(number * 2, 220, 2, place)));

        Assert.Equal((new ImportCounts(10_000, 0, 0, 0), new ImportCounts(1, 0, 10_000, 0), new ImportCounts(0, 5_000, 0, 0)), (first.Counts, again.Counts, longer.Counts));
        StoredMember member = Assert.Single(await app.MembersAsync());
        Assert.Equal(10_001, member.Packs.Sum(pack => pack.Purchases.Count));
        Assert.True(member.Packs.Count > MemberPacks.RowsAtOnce);
        Assert.Equal(new Yen((5_001 * 4) + (5_000 * 8)), (await app.ComputeAsync()).Totals!.Points);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task A_member_whose_purchases_take_several_writes_loses_and_doubles_none_when_the_process_dies_between_them(int write, bool afterwards)
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        string[] rows = [.. Enumerable.Range(0, 15_000).Select(number => AwardsApp.Shop(string.Create(CultureInfo.InvariantCulture, $"T-{number:d20}"), "W00001", 110))];
        app.Faults.DieAt(write, afterwards);
        await Assert.ThrowsAnyAsync<Exception>(() => app.ImportAsync(rows));
        app.Faults.Heal();

        PurchaseImportResult result = await app.ImportAsync(rows);

        StoredMember member = Assert.Single(await app.MembersAsync());
        Assert.Equal(15_000, member.Packs.Sum(pack => pack.Purchases.Count));
        Assert.Equal(15_000, member.Purchases.Select(purchase => purchase.Transaction).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ImportCounts.None with { Added = 15_000 }, result.Counts);
    }

    /// <summary>Both read before either writes; the later one must see what the earlier has written, or a revision would go back.</summary>
    [Fact]
    public async Task Two_files_at_once_at_two_instances_end_as_one_after_the_other()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        string Row(int member, int transaction, long yen, int revision) =>
            AwardsApp.Shop(string.Create(CultureInfo.InvariantCulture, $"T-{transaction}"), string.Create(CultureInfo.InvariantCulture, $"W{member:d6}"), yen, revision);
        await app.ImportAsync(Enumerable.Range(0, 300).Select(member => Row(member, 1, 100, 1)));

        PurchaseImportResult[] results = await Task.WhenAll(Enumerable.Range(2, 6).Select(file =>
            Task.Run(() => app.ImportElsewhereAsync(Enumerable.Range(0, 400).SelectMany(member => (string[])[Row(member, 1, 100 + file, file), Row(member, file, file, 1)])))));

        Assert.All(results, result => Assert.Equal(PurchaseImportOutcome.Imported, result.Outcome));
        IReadOnlyList<StoredMember> members = await app.MembersAsync();
        Assert.Equal(400, members.Count);
        Assert.All(members, member => Assert.Equal(
            ["T-1 7 107", "T-2 1 2", "T-3 1 3", "T-4 1 4", "T-5 1 5", "T-6 1 6", "T-7 1 7"],
            member.Purchases.Select(purchase => $"{purchase.Transaction} {purchase.Revision} {purchase.Purchase.Amount.Amount}").Order()));
    }

    [Fact]
    public async Task Of_files_at_once_that_contradict_each_other_one_is_taken_and_the_others_are_refused_as_a_whole()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();

        PurchaseImportResult[] results = await Task.WhenAll(Enumerable.Range(1, 8).Select(file => Task.Run(() => app.ImportAsync(
            AwardsApp.Shop("T-1", "W000001", 100 * file), AwardsApp.Shop(string.Create(CultureInfo.InvariantCulture, $"T-1{file}"), "W000002", 100)))));

        Assert.Single(results, result => result.Outcome == PurchaseImportOutcome.Imported && result.Counts.Added == 2);
        Assert.Equal(7, results.Count(result => result is { Outcome: PurchaseImportOutcome.Invalid, ErrorCount: 1 }));
        Assert.Equal([1, 1], (await app.MembersAsync()).Select(member => member.Purchases.Count()));
    }

    [Fact]
    public async Task Of_files_at_two_machines_that_contradict_each_other_none_is_taken_in_part()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        for (int round = 0; round < 8; round++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"T-{round}");
            string[] Rows(long yen) => [.. Enumerable.Range(0, 60).Select(member => AwardsApp.Shop(prefix, string.Create(CultureInfo.InvariantCulture, $"W{member:d6}"), yen))];
            PurchaseImportResult[] results = await Task.WhenAll(Task.Run(() => app.ImportAtAsync("here", Rows(100))), Task.Run(() => app.ImportAtAsync("there", Rows(200))));

            PurchaseImportResult taken = Assert.Single(results, result => result is { Outcome: PurchaseImportOutcome.Imported, Counts.Added: 60 });
            Assert.True(results.Single(result => result != taken) is { Outcome: PurchaseImportOutcome.Invalid, ErrorCount: 60 } or { Outcome: PurchaseImportOutcome.Busy, Rows: 0, Detail.Length: > 0 });
            Assert.Single((await app.MembersAsync()).SelectMany(member => member.Purchases).Where(purchase => purchase.Transaction == prefix).Select(purchase => purchase.Purchase.Amount).Distinct());
        }
    }

    [Fact]
    public async Task A_later_file_of_many_members_is_compared_with_the_whole_shard_and_one_of_few_with_those_alone()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        string Row(int member, int transaction, long yen, int revision = 1) =>
            AwardsApp.Shop(string.Create(CultureInfo.InvariantCulture, $"T-{transaction:d5}"), string.Create(CultureInfo.InvariantCulture, $"W{member:d6}"), yen, revision);
        await app.ImportAsync(Enumerable.Range(0, 800).Select(row => Row(row, row, 100)));

        PurchaseImportResult many = await app.ImportAsync(Enumerable.Range(400, 800).Select(row => Row(row, row, 100)));
        PurchaseImportResult few = await app.ImportAsync([.. Enumerable.Range(0, 250).Select(row => Row(7, row + 10_000, 1)), Row(8, 8, 200, revision: 2)]);

        Assert.Equal(new ImportCounts(400, 0, 400, 0), many.Counts);
        Assert.Equal(new ImportCounts(250, 1, 0, 0), few.Counts);
    }
}
