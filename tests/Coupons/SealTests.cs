using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.DurableTask;
using Moq;

namespace Compensation.Tests.Coupons;

public sealed class SealTests
{
    private static readonly string[] Ledger =
    [
        .. Enumerable.Range(0, 250).Select(index => string.Create(CultureInfo.InvariantCulture, $"APP-{index:d4},2023-02-24,{100 + index},true,0901234{1000 + index},")),
        "PAPER-01,2023-02-24,3000,false,,",
        "EMPTY-01,2023-02-24,0,true,,",
        "LATER-01,2023-03-10,700,true,,",
        "TWICE-01,2023-02-20,500,true,,twice@example.jp",
    ];

    private static readonly string[] Adjustments = ["B-1,TWICE-01,restored,300,double-charge", "A-1,PAPER-01,spent,1000,shop"];

    [Fact]
    public async Task Each_balance_that_is_owed_becomes_an_entitlement_of_its_route()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        SealedLedger sealedLedger = await ledger.SealAsync();
        int appYen = Enumerable.Range(0, 250).Sum(index => 100 + index);
        Assert.Equal((252, new Yen(appYen + 2000 + 800), 254), (sealedLedger.People, sealedLedger.Yen, sealedLedger.Coupons));
        Assert.Equal(LedgerFixture.Campaign.CutoffAt, sealedLedger.SealedAt);

        Dictionary<EntitlementRoute, (int People, Yen Yen)> owed = [];
        for (int shard = 0; shard < LedgerFixture.Campaign.Shards; shard++)
        {
            IReadOnlyList<Entitlement> people = await ledger.Get<EntitlementStore>().ReadPageAsync(LedgerFixture.Id, shard, null, 1_000, CancellationToken.None);
            Assert.Equal(sealedLedger.ShardSizes[shard], people.Count);
            foreach (Entitlement person in people)
            {
                (int count, Yen yen) = owed.GetValueOrDefault(person.Route);
                owed[person.Route] = (count + 1, yen + person.Amount);
            }
        }

        Assert.Equal((250, new Yen(appYen)), owed[EntitlementRoute.App]);
        Assert.Equal((1, new Yen(2000)), owed[EntitlementRoute.Application]);
        Assert.Equal((1, new Yen(800)), owed[EntitlementRoute.DoubleCharge]);
    }

    [Fact]
    public async Task The_contact_goes_from_the_coupon_to_the_entitlement_as_it_is_encrypted()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        await ledger.SealAsync();
        CouponRow coupon = await ledger.CouponAsync("TWICE-01");
        Entitlement? person = await ledger.Get<EntitlementStore>().FindAsync(LedgerFixture.Id, coupon.ToId(), CancellationToken.None);
        Assert.Equal((coupon.Contact, ContactKinds.Email), (person!.ProtectedContact, person.Contacts));
    }

    [Fact]
    public async Task Sealing_again_gives_the_same_seal_and_changes_nothing()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        SealedLedger first = await ledger.SealAsync();
        string before = await ledger.RawAsync(EntitlementStore.TableName) + await ledger.RawAsync(SealStore.TableName);
        SealedLedger again = await ledger.SealAsync();
        Assert.Equal(first.Seal, again.Seal);
        Assert.Equal((first.SealedAt, first.People, first.Yen, first.Coupons), (again.SealedAt, again.People, again.Yen, again.Coupons));
        Assert.Equal(before, await ledger.RawAsync(EntitlementStore.TableName) + await ledger.RawAsync(SealStore.TableName));
    }

    [Fact]
    public async Task The_order_and_the_parts_in_which_coupons_were_imported_do_not_show_in_the_seal()
    {
        await using LedgerFixture straight = await ImportedAsync(Ledger);
        await using LedgerFixture mixed = await LedgerFixture.CreateAsync();
        string[] backwards = [.. Ledger.Reverse()];
        await mixed.ImportAsync(backwards[..100]);
        await mixed.ImportAsync(backwards);
        await mixed.AdjustAsync(Adjustments[1]);
        await mixed.AdjustAsync(Adjustments[0]);
        Assert.Equal((await straight.SealAsync()).Seal, (await mixed.SealAsync()).Seal);
    }

    [Theory]
    [InlineData("APP-0007,2023-02-24,108,true,09012341007,", "a yen more")]
    [InlineData("APP-0007,2023-02-25,107,true,09012341007,", "another day")]
    [InlineData("APP-0007,2023-02-24,107,false,09012341007,", "not in the app")]
    [InlineData("APP-7007,2023-02-24,107,true,09012341007,", "another number")]
    public async Task Any_difference_in_one_coupon_changes_the_seal(string row, string difference)
    {
        await using LedgerFixture original = await ImportedAsync(Ledger);
        await using LedgerFixture changed = await ImportedAsync([.. Ledger.Select(line => line.StartsWith("APP-0007", StringComparison.Ordinal) ? row : line)]);
        Assert.False((await original.SealAsync()).Seal == (await changed.SealAsync()).Seal, difference);
    }

    [Fact]
    public async Task The_seal_holds_until_somebody_changes_a_balance()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        Assert.IsType<SealVerdict.NotSealed>(await VerifyAsync(ledger));
        SealedLedger sealedLedger = await ledger.SealAsync();
        Assert.Equal(sealedLedger.Seal, Assert.IsType<SealVerdict.Holds>(await VerifyAsync(ledger)).Ledger.Seal);

        CouponRow coupon = await ledger.CouponAsync("APP-0042");
        coupon.Balance++;
        await ledger.Tables.GetTableClient(CouponStore.TableName).UpdateEntityAsync(coupon, coupon.ETag, TableUpdateMode.Replace);
        SealVerdict.Differs differs = Assert.IsType<SealVerdict.Differs>(await VerifyAsync(ledger));
        Assert.Equal(coupon.ToId().ShardOf(LedgerFixture.Campaign.Shards), differs.FirstShard);
        await Assert.ThrowsAsync<InvalidOperationException>(ledger.SealAsync);
    }

    [Fact]
    public async Task A_seal_that_was_tampered_with_itself_does_not_hold()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        await ledger.SealAsync();
        TableEntity forged = new(LedgerFixture.Id.Value, "seal") { ["Hash"] = new string('0', 64) };
        await ledger.Tables.GetTableClient(SealStore.TableName).UpsertEntityAsync(forged, TableUpdateMode.Merge);
        Assert.Null(Assert.IsType<SealVerdict.Differs>(await VerifyAsync(ledger)).FirstShard);
    }

    [Fact]
    public async Task One_coupon_can_be_followed_to_the_seal_with_nothing_but_its_proof_and_SHA_256()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        SealedLedger sealedLedger = await ledger.SealAsync();
        SealProof proof = await ProveAsync(ledger, "paper-01") ?? throw new InvalidOperationException("There is no proof.");
        CouponRow coupon = await ledger.CouponAsync("PAPER-01");
        Assert.Equal($"3,{coupon.ToId()},{coupon.Number},2023-02-24,2000,paper,as-issued,eligible,Application,2000", proof.Line);

        byte[] chain = Convert.FromHexString(proof.Before);
        foreach (string line in (string[])[Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(proof.Line))), .. proof.LinesAfter])
        {
            chain = SHA256.HashData([.. chain, .. Convert.FromHexString(line)]);
        }

        Assert.Equal((proof.ShardHash, sealedLedger.Seal, true), (Convert.ToHexStringLower(chain), proof.Seal, proof.Holds));
        Assert.Null(await ProveAsync(ledger, "NOBODY-01"));
    }

    [Theory]
    [InlineData("EMPTY-01", ",0,app,as-issued,not-covered,BalanceBelowMinimum")]
    [InlineData("LATER-01", ",700,app,as-issued,not-covered,OtherExpiry")]
    [InlineData("TWICE-01", ",800,app,extended,eligible,DoubleCharge,800")]
    [InlineData("APP-0000", ",100,app,as-issued,eligible,App,100")]
    public async Task A_coupon_that_is_owed_nothing_is_sealed_with_the_reason_as_well(string number, string end)
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        await ledger.SealAsync();
        Assert.EndsWith(end, (await ProveAsync(ledger, number))!.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_cannot_be_closed_before_its_cutoff()
    {
        await using LedgerFixture ledger = await ImportedAsync(Ledger);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt - CloseLedger.ClocksApartMax - TimeSpan.FromTicks(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.Get<CloseLedger>().Run(LedgerFixture.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task A_cutoff_that_died_on_its_way_ends_with_the_same_seal_and_the_same_entitlements(int write)
    {
        EphemeralDataProtectionProvider keys = new();
        await using LedgerFixture undisturbed = await ImportedAsync(Ledger, keys);
        await using LedgerFixture disturbed = await ImportedAsync(Ledger, keys);
        SealedLedger expected = await undisturbed.SealAsync();
        disturbed.Faults.DieAt(write, afterwards: true);
        await Assert.ThrowsAsync<StorageDiedException>(disturbed.SealAsync);
        disturbed.Faults.Heal();
        Assert.Equal(expected.Seal, (await disturbed.SealAsync()).Seal);
        Assert.Equal(await EntitlementsAsync(undisturbed), await EntitlementsAsync(disturbed));

        // The search index packs each import's entries under a name of its own.
        static async Task<IEnumerable<string>> EntitlementsAsync(LedgerFixture ledger) =>
            (await ledger.DumpAsync(EntitlementStore.TableName)).Where(row => !row.Contains("PartitionKey=kumamoto:i:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_orchestration_seals_the_shards_in_order_and_never_more_than_eight_at_once()
    {
        int running = 0;
        int most = 0;
        IReadOnlyList<ShardSeal>? combined = null;
        SealedLedger expected = new("seal", LedgerFixture.Campaign.CutoffAt, 0, Yen.Zero, [], 0);
        Mock<TaskOrchestrationContext> context = new();
        context.Setup(orchestration => orchestration.GetInput<CampaignId>()).Returns(LedgerFixture.Id);
        context.Setup(orchestration => orchestration.CallActivityAsync<LedgerStanding>(nameof(LookAtLedger), LedgerFixture.Id, It.IsAny<TaskOptions>()))
            .ReturnsAsync(new LedgerStanding(LedgerStandingKind.Ready, string.Empty));
        context.Setup(orchestration => orchestration.CallActivityAsync<int>(nameof(CloseLedger), LedgerFixture.Id, It.IsAny<TaskOptions>())).ReturnsAsync(20);
        context.Setup(orchestration => orchestration.CallActivityAsync<ShardSeal>(nameof(SealShard), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .Returns(async (TaskName _, object input, TaskOptions _) =>
            {
                most = Math.Max(most, ++running);
                await Task.Yield();
                running--;
                return new ShardSeal(((ShardToSeal)input).Shard, "hash", 0, 0, Yen.Zero);
            });
        context.Setup(orchestration => orchestration.CallActivityAsync<SealedLedger>(nameof(CombineSeal), It.IsAny<object>(), It.IsAny<TaskOptions>()))
            .Callback((TaskName _, object input, TaskOptions _) => combined = ((ShardsToCombine)input).Shards)
            .ReturnsAsync(expected);

        Assert.Same(expected, await SealLedger.Run(context.Object));
        Assert.Equal(Enumerable.Range(0, 20), combined!.Select(shard => shard.Shard));
        Assert.InRange(most, 1, 8);
    }

    private static Task<LedgerFixture> ImportedAsync(string[] rows) => ImportedAsync(rows, new EphemeralDataProtectionProvider());

    private static async Task<LedgerFixture> ImportedAsync(string[] rows, IDataProtectionProvider keys)
    {
        LedgerFixture ledger = await LedgerFixture.CreateAsync(keys);
        Assert.Equal(rows.Length, (await ledger.ImportAsync(rows)).Written);
        Assert.Equal(Adjustments.Length, (await ledger.AdjustAsync(Adjustments)).Applied);
        return ledger;
    }

    private static Task<SealVerdict> VerifyAsync(LedgerFixture ledger) => ledger.Get<SealVerification>().VerifyAsync(LedgerFixture.Id, CancellationToken.None);

    private static Task<SealProof?> ProveAsync(LedgerFixture ledger, string text)
    {
        Assert.True(InquiryNumber.TryParse(text, LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber number));
        return ledger.Get<SealVerification>().ProveAsync(LedgerFixture.Id, number, CancellationToken.None);
    }
}
