using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.DoubleCharges;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class CasesWitnessTests : IDisposable
{
    private static readonly Campaign Campaign = TestCampaigns.Kumamoto;
    private static readonly DateTimeOffset Before = Campaign.CutoffAt.AddDays(-3);
    private static readonly DateTimeOffset After = Campaign.CutoffAt.AddDays(3);

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_shop_and_second_person_confirmed_and_its_owner_was_given_is_as_it_should_be()
    {
        ChargeNotes notes = Noted(shop: true, Before);
        notes.Shown("1", 7, "3500");

        CasesFound found = Find(notes, Charge());

        Assert.True(found.Clean);
        Assert.Equal(new CasesFound(1, 1, 500, 1, 0, 0, 0), found);
    }

    [Fact]
    public void After_the_seal_it_is_a_right_of_its_own()
    {
        ChargeNotes notes = Noted(shop: true, After);
        notes.Shown("1", 7, "3000");
        notes.Shown("1", 8, "500");

        Assert.True(Find(notes, Charge()).Clean);
    }

    [Theory]
    [InlineData("3000", "before the seal it lies on the coupon")]
    [InlineData("500", "it was not a right of its own")]
    [InlineData("4000", "put back twice")]
    public void A_code_of_another_value_is_seen(string code, string why)
    {
        ChargeNotes notes = Noted(shop: true, Before);
        notes.Shown("1", 7, code);

        Assert.True(Find(notes, Charge()).WrongCodes == 1, why);
    }

    [Fact]
    public void What_is_given_twice_by_two_rights_is_seen()
    {
        ChargeNotes notes = Noted(shop: true, After);
        notes.Shown("1", 8, "500");
        notes.Shown("1", 9, "500");

        Assert.Equal(1, Find(notes, Charge()).WrongCodes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void What_only_the_second_person_confirmed_is_seen_and_owes_nothing(bool? shop)
    {
        ChargeNotes notes = Noted(shop, Before);
        notes.Shown("1", 7, "3500");

        CasesFound found = Find(notes, Charge());

        Assert.Equal((0, 0, 1, 1), (found.Confirmed, found.Yen, found.OneSided, found.WrongCodes));
    }

    [Fact]
    public void What_would_be_above_the_face_value_is_seen() => Assert.Equal(1, Find(Noted(shop: true, Before), Charge() with { FaceValue = 3_499 }).AboveFaceValue);

    [Fact]
    public void Notes_are_there_after_a_restart_and_a_torn_write()
    {
        ChargeNotes first = Noted(shop: true, Before);
        first.Approves("1", After);
        first.Opened("1", "C-1");
        File.AppendAllText(_file, "approved\t2\t638");

        ChargeNotes second = new(_file);

        Assert.Equal((true, Before, "1"), (second.ShopOf("1"), second.ApprovedAt("1"), second.NumberOf("C-1")));
        Assert.Null(second.ApprovedAt("2"));
    }

    [Fact]
    public void Every_story_is_told_on_both_sides_of_the_cutoff_among_few_people_and_by_nobody_who_rings_for_something_else()
    {
        List<SyntheticCoupon> ledger = [.. new SyntheticPopulation(1, 3_000, Campaign.Eligibility).Coupons()];
        IReadOnlyList<DoubleCharge> all = DoubleChargesOf.Among(ledger, 1, Campaign, Campaign.CutoffAt.AddDays(-12), []);
        IReadOnlyList<DoubleCharge> others = DoubleChargesOf.Among(ledger, 1, Campaign, Campaign.CutoffAt.AddDays(-12), [all[0].Number]);

        Assert.All(Enum.GetValues<ChargeStory>(), story => Assert.Equal([false, true], all.Where(charge => charge.Story == story).Select(charge => charge.RingsAt > Campaign.CutoffAt).Distinct().Order()));
        Assert.DoesNotContain(others, charge => charge.Number == all[0].Number);
        Assert.All(all.Where(charge => charge.Story.IsPutBack()), charge => Assert.True(charge.Coupon.Balance + charge.Amount <= charge.FaceValue));
        Assert.All(all, charge => Assert.True(charge.RingsAt < Campaign.DoubleCharges!.ClosesAt && charge.RingsAt >= Campaign.DoubleCharges.OpensAt));
    }

    private ChargeNotes Noted(bool? shop, DateTimeOffset approvedAt)
    {
        ChargeNotes notes = new(_file);
        if (shop is { } confirms)
        {
            notes.ShopSays("1", confirms);
        }

        notes.Approves("1", approvedAt);
        return notes;
    }

    private static CasesFound Find(ChargeNotes notes, DoubleCharge charge) => CasesWitness.Findings([charge], notes, code => int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), Campaign);

    private static DoubleCharge Charge() =>
        new(new SyntheticCoupon("1", Campaign.Eligibility.CouponExpiry, 3_000, ChargedToApp: true, "09012345678", null), ChargeStory.Confirmed, Before.AddDays(-2), 500, 4_000);
}
