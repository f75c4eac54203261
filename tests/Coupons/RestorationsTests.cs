using Azure;
using Azure.Data.Tables;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;

namespace Compensation.Tests.Coupons;

/// <summary>What keeps an amount from being put back: the same on the coupon and beside the seal.</summary>
public sealed class RestorationsTests
{
    [Theory]
    [InlineData("3000", null, 1000, 2000, null)]
    [InlineData("3000", null, 1000, 2001, RestorationRefusal.AboveFaceValue)]
    [InlineData("3000", 5000, 1000, 2001, RestorationRefusal.AboveFaceValue)]
    [InlineData("", 3000, 1000, 2000, null)]
    [InlineData("", 3000, 1000, 2001, RestorationRefusal.AboveFaceValue)]
    [InlineData("", null, 1000, 1, RestorationRefusal.AboveFaceValue)]
    [InlineData("", 20_000_000, 1000, 9_999_000, null)]
    [InlineData("", 20_000_000, 1000, 9_999_001, RestorationRefusal.AboveFaceValue)]
    [InlineData("3000", null, 999, 1, RestorationRefusal.BalanceChanged)]
    [InlineData("3000", null, 1001, 1, RestorationRefusal.BalanceChanged)]
    public async Task As_much_is_put_back_as_the_coupon_was_issued_for_and_only_on_the_balance_that_was_looked_at(string faceValue, int? stated, long seen, long amount, RestorationRefusal? refusal)
    {
        foreach (bool isSealed in new[] { false, true })
        {
            await using LedgerFixture ledger = await WithCouponAsync(faceValue, isSealed);
            RestorationOrder order = Order("100000001", amount, seen) with { StatedFaceValue = stated is { } yen ? new Yen(yen) : null };

            Restored restored = await PutBackAsync(ledger, order);

            Assert.Equal(refusal, (restored as Restored.Refused)?.Why);
            Assert.Equal(refusal is null && !isSealed ? new Yen(amount) : null, (restored as Restored.OnCoupon)?.Amount);
            Assert.Equal(refusal is null && isSealed ? new Yen(amount) : null, (restored as Restored.AsSupplement)?.Supplement.Amount);
            Assert.Equal(1000 + (refusal is null ? amount : 0), (await StandingAsync(ledger)).Balance.Amount);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_is_put_back_once_and_the_next_is_judged_by_what_is_on_the_coupon_then(bool isSealed)
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed);
        Restored first = await PutBackAsync(ledger, Order("100000001", 500, 1000));

        Assert.Equal(first, await PutBackAsync(ledger, Order("100000001", 500, 1000)));
        Assert.Equal(RestorationRefusal.BalanceChanged, Assert.IsType<Restored.Refused>(await PutBackAsync(ledger, Order("100000002", 700, 1000))).Why);
        Assert.Equal(RestorationRefusal.AboveFaceValue, Assert.IsType<Restored.Refused>(await PutBackAsync(ledger, Order("100000002", 1501, 1500))).Why);
        Restored second = await PutBackAsync(ledger, Order("100000002", 1500, 1500));

        Assert.NotEqual(first, second);
        CouponStanding standing = await StandingAsync(ledger);
        Assert.Equal((isSealed, new Yen(isSealed ? 2000 : 0), new Yen(3000)), (standing.IsSealed, standing.Supplements, standing.Balance));
        Assert.Null(await ledger.Get<Supplements>().FirstDifferingAsync(LedgerFixture.Id, CancellationToken.None));
        Assert.Equal(isSealed ? 2 : 0, (await ledger.Get<Supplements>().CountAsync(LedgerFixture.Id, CancellationToken.None)).People);
    }

    /// <summary>A coupon of which nothing was left at the seal has no right of its own that an operator could have corrected.</summary>
    [Theory]
    [InlineData("+819087654321")]
    [InlineData(null)]
    public async Task What_is_added_later_goes_where_the_person_is_reached_by_now(string? corrected)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(LedgerFixture.Text($"{LedgerFixture.Header},face_value\nKM-000001,2023-02-24,0,true,090-1234-5678,,3000\n"));
        await ledger.SealAsync();
        Entitlement first = await RightOfAsync(ledger, await PutBackAsync(ledger, Order("100000001", 500, 0)));
        Assert.Equal("+819012345678", ContactOf(ledger, first)?.Phone);
        await ledger.Get<EntitlementStore>().TryMoveAsync(
            first,
            first with { CorrectedBy = "order", Contacts = corrected is null ? ContactKinds.None : ContactKinds.Sms, ProtectedContact = corrected is null ? null : ledger.Get<ProtectedFields>().ProtectJson(new Contact(corrected, null)) },
            CancellationToken.None);

        Entitlement second = await RightOfAsync(ledger, await PutBackAsync(ledger, Order("100000002", 700, 500)));

        Assert.Equal(corrected, ContactOf(ledger, second)?.Phone);
        Assert.Equal(corrected is null ? ContactKinds.None : ContactKinds.Sms, second.Contacts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_put_back_on_a_coupon_that_no_ledger_knows(bool isSealed)
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed);

        Restored restored = await PutBackAsync(ledger, Order("100000001", 1, 0) with { Number = NumberOf("KM-000009") });

        Assert.Equal(RestorationRefusal.NoSuchCoupon, Assert.IsType<Restored.Refused>(restored).Why);
        Assert.Null(await ledger.Get<Restorations>().StandingAsync(LedgerFixture.Campaign, NumberOf("KM-000009"), CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_a_coupons_holder_has_been_erased_is_told_to_whoever_would_take_him_down_again_and_its_balance_stays(bool isSealed)
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed);
        CouponStanding before = await StandingAsync(ledger);

        await ledger.Get<ForgetHolders>().OneAsync(LedgerFixture.Id, before.Id, CancellationToken.None);

        Assert.False(before.IsErased);
        Assert.Equal(before with { IsErased = true }, await StandingAsync(ledger));
    }

    [Fact]
    public async Task Between_the_cutoff_and_the_seal_nothing_is_put_back()
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed: false);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        Assert.IsType<Restored.NotYet>(await PutBackAsync(ledger, Order("100000001", 500, 1000)));

        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddTicks(-1);
        await ledger.Get<CloseLedger>().Run(LedgerFixture.Id, CancellationToken.None);
        Assert.IsType<Restored.NotYet>(await PutBackAsync(ledger, Order("100000001", 500, 1000)));

        Assert.Equal(1000, (await StandingAsync(ledger)).Balance.Amount);
    }

    [Fact]
    public async Task Whatever_is_added_at_once_after_the_seal_stands_in_one_chain_and_each_coupon_is_judged_by_what_was_added_for_it()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(LedgerFixture.Text($"{LedgerFixture.Header},face_value\n{string.Concat(Enumerable.Range(1, 6).Select(number => $"KM-00000{number},2023-02-24,1000,true,,,3000\n"))}"));
        await ledger.SealAsync();

        Restored[] each = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => Task.Run(() => PutBackAsync(ledger, Order($"10000000{number}", number, 1000) with { Number = NumberOf($"KM-00000{number}") }))));
        Restored[] both = await Task.WhenAll(Enumerable.Range(7, 2).Select(number => Task.Run(() => PutBackAsync(ledger, Order($"10000000{number}", 100, 1001)))));

        Assert.Equal(Enumerable.Range(1, 6), each.Select(one => Assert.IsType<Restored.AsSupplement>(one).Supplement.Sequence).Order());
        Assert.Single(both.OfType<Restored.AsSupplement>());
        Assert.Equal(new PeopleAndYen(7, new Yen(121)), await ledger.Get<Supplements>().CountAsync(LedgerFixture.Id, CancellationToken.None));
        Assert.Equal(1101, (await StandingAsync(ledger)).Balance.Amount);
        Assert.Null(await ledger.Get<Supplements>().FirstDifferingAsync(LedgerFixture.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("x:00000001", "Amount", 1)]
    [InlineData("x:00000002", "Case", 2)]
    [InlineData("x:00000002", "Hash", 2)]
    [InlineData("x:00000001", "", 1)]
    [InlineData("x:00000002", "", 0)]
    [InlineData("xh", "Yen", 0)]
    [InlineData("xh", "Count", 0)]
    [InlineData("xh", "Hash", 0)]
    [InlineData("xh", "", 0)]
    public async Task Whatever_is_changed_of_what_was_added_after_the_seal_is_found_by_its_place(string row, string column, int place)
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed: true);
        await PutBackAsync(ledger, Order("100000001", 500, 1000));
        await PutBackAsync(ledger, Order("100000002", 700, 1500));
        Assert.IsType<SealVerdict.Holds>(await ledger.Get<SealVerification>().VerifyAsync(LedgerFixture.Id, CancellationToken.None));
        TableClient table = ledger.Tables.GetTableClient(SealStore.TableName);
        TableEntity stored = await table.GetEntityAsync<TableEntity>(LedgerFixture.Id.Value, row);

        if (column.Length == 0)
        {
            await table.DeleteEntityAsync(stored.PartitionKey, stored.RowKey);
        }
        else
        {
            stored[column] = stored[column] switch
            {
                long yen => yen + 1,
                int count => count + 1,
                var text => new string([.. ((string)text).Reverse()]),
            };
            await table.UpdateEntityAsync(stored, ETag.All, TableUpdateMode.Replace);
        }

        Assert.Equal(place, await ledger.Get<Supplements>().FirstDifferingAsync(LedgerFixture.Id, CancellationToken.None));
        Assert.Equal(place, Assert.IsType<SealVerdict.SupplementsDiffer>(await ledger.Get<SealVerification>().VerifyAsync(LedgerFixture.Id, CancellationToken.None)).First);
    }

    [Fact]
    public async Task A_right_that_is_not_what_its_link_says_is_found()
    {
        await using LedgerFixture ledger = await WithCouponAsync("3000", isSealed: true);
        Entitlement right = await RightOfAsync(ledger, await PutBackAsync(ledger, Order("100000001", 500, 1000)));

        Assert.NotNull(await ledger.Get<EntitlementStore>().TryMoveAsync(right, right with { Amount = new Yen(501) }, CancellationToken.None));

        Assert.Equal(1, await ledger.Get<Supplements>().FirstDifferingAsync(LedgerFixture.Id, CancellationToken.None));
    }

    private static async Task<LedgerFixture> WithCouponAsync(string faceValue, bool isSealed)
    {
        LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(LedgerFixture.Text($"{LedgerFixture.Header},face_value\nKM-000001,2023-02-24,1000,true,090-1234-5678,,{faceValue}\n"));
        Assert.Equal(1, result.Written);
        if (isSealed)
        {
            await ledger.SealAsync();
        }

        return ledger;
    }

    private static async Task<Entitlement> RightOfAsync(LedgerFixture ledger, Restored restored) =>
        (await ledger.Get<EntitlementStore>().FindAsync(LedgerFixture.Id, Assert.IsType<Restored.AsSupplement>(restored).Supplement.Entitlement, CancellationToken.None))!;

    private static Contact? ContactOf(LedgerFixture ledger, Entitlement right) => right.ProtectedContact is { } stored ? ledger.Get<ProtectedFields>().UnprotectJson<Contact>(stored) : null;

    private static RestorationOrder Order(string number, long amount, long seen) => new(number, NumberOf("KM-000001"), AdjustmentReason.DoubleCharge, new Yen(amount), new Yen(seen));

    private static Task<Restored> PutBackAsync(LedgerFixture ledger, RestorationOrder order) => ledger.Get<Restorations>().PutBackAsync(LedgerFixture.Campaign, order, CancellationToken.None);

    private static async Task<CouponStanding> StandingAsync(LedgerFixture ledger) =>
        (await ledger.Get<Restorations>().StandingAsync(LedgerFixture.Campaign, NumberOf("KM-000001"), CancellationToken.None))!;

    private static InquiryNumber NumberOf(string text)
    {
        Assert.True(InquiryNumber.TryParse(text, LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber number));
        return number;
    }
}
