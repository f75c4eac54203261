using System.Globalization;
using Compensation.Campaigns;

namespace Compensation.Rehearsal.People;

/// <summary>
/// The people of one rehearsal: nobody is remembered, everybody can be asked for. A person is a pure function of the seed and of their index.
/// </summary>
/// <param name="seed">Another seed, other people.</param>
/// <param name="count">How many people.</param>
/// <param name="eligibility">Which coupons the campaign covers: most of these are, some are not.</param>
internal sealed class SyntheticPopulation(long seed, int count, EligibilityRule eligibility)
{
    private const int CouponsPerPersonMax = 8;
    private const long InquiryNumbers = 10_000_000_000;

    /// <summary>Odd and not a multiple of five: every number below ten thousand million comes once, in no visible order.</summary>
    private const long InquiryStride = 1_234_567_891;

    private static readonly IReadOnlyList<(int Choice, int Weight)> Holdings = [(1, 955), (2, 33), (3, 9), (4, 3)];
    private static readonly IReadOnlyList<(int Choice, int Weight)> Travellers = [(1, 30), (2, 45), (3, 10), (4, 11), (5, 4)];
    private static readonly IReadOnlyList<(int Choice, int Weight)> Nights = [(1, 72), (2, 21), (3, 7)];
    private static readonly IReadOnlyList<(Spending Choice, int Weight)> Spendings =
    [
        (Spending.Nothing, 38), (Spending.HalfThousands, 36), (Spending.Odd, 17), (Spending.AllButOneYen, 1), (Spending.Everything, 8),
    ];

    private static readonly IReadOnlyList<(Reach Choice, int Weight)> Reaches = [(Reach.Phone, 675), (Reach.Email, 295), (Reach.Both, 30)];

    private readonly SyntheticAddresses _addresses = new(seed);

    private enum Spending
    {
        Nothing,
        HalfThousands,
        Odd,
        AllButOneYen,
        Everything,
    }

    private enum Reach
    {
        Phone,
        Email,
        Both,
    }

    private static readonly string[] FamilyNames = ["サトウ", "スズキ", "タカハシ", "タナカ", "イトウ", "ワタナベ", "ヤマモト", "ナカムラ", "コバヤシ", "カトウ", "スギヤマ", "トレッゲサー"];
    private static readonly string[] GivenNames = ["タロウ", "ハナコ", "ジロウ", "サクラ", "ケンジ", "ヨーコ", "ヴィクトリア", "マーク", "ショウ", "ミドリ"];

    private sealed record Holder(bool LeftApp, string? Name, DateOnly? Travelled);

    /// <summary>Share of those in the app who have left it since.</summary>
    public const double LeftAppShare = 0.01;

    /// <summary>Share of people who took their coupon into the app; the others hold it on paper. They have stated an address too, and are not written to before they apply.</summary>
    public const double AppShare = 0.88;

    /// <summary>Share of coupons that end on another day than the campaign covers.</summary>
    public const double OtherExpiryShare = 0.03;

    public int Count => count;

    /// <summary>Everybody's coupons in the order of the ledger.</summary>
    public IEnumerable<SyntheticCoupon> Coupons() => Enumerable.Range(0, count).SelectMany(CouponsOf);

    /// <summary>What one person holds: 1 to 4 coupons, all with the same addresses.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public IEnumerable<SyntheticCoupon> CouponsOf(int index)
    {
        Chance chance = Chance.For(seed, "person", index);
        bool app = chance.Hits(AppShare);
        Reach reach = chance.Among(Reaches);
        string? phone = reach != Reach.Email ? _addresses.PhoneOf(index) : null;
        string? email = reach != Reach.Phone ? _addresses.EmailOf(index) : null;
        Holder holder = HolderOf(index, app);
        int holding = chance.Among(Holdings);
        for (int ordinal = 0; ordinal < holding; ordinal++)
        {
            yield return new SyntheticCoupon(InquiryNumberOf(index, ordinal), ExpiryOf(ref chance), BalanceOf(ref chance), app, phone, email)
            {
                LeftApp = holder.LeftApp,
                NameKana = holder.Name,
                TravelDate = holder.Travelled,
            };
        }
    }

    /// <summary>Drawn apart from everything else, so that people are otherwise who they were before anybody asked for their names.</summary>
    private Holder HolderOf(int index, bool app)
    {
        Chance chance = Chance.For(seed, "holder", index);
        bool left = chance.Hits(LeftAppShare) && app;
        string name = NameOf(ref chance);
        DateOnly travelled = eligibility.CouponExpiry.AddDays(-1 - chance.Below(3));
        return app && !left ? new Holder(LeftApp: false, null, null) : new Holder(left, name, travelled);
    }

    /// <summary>The name of somebody of whom the ledger does not say it.</summary>
    public static string NameOf(long seed, string inquiryNumber)
    {
        Chance chance = Chance.For(seed, "name", inquiryNumber);
        return NameOf(ref chance);
    }

    private static string NameOf(ref Chance chance) => $"{FamilyNames[chance.Below(FamilyNames.Length)]} {GivenNames[chance.Below(GivenNames.Length)]}";

    private string InquiryNumberOf(int index, int ordinal)
    {
        Int128 place = ((Int128)index * CouponsPerPersonMax) + ordinal + Chance.Hash("inquiry") + (ulong)seed;
        return string.Create(CultureInfo.InvariantCulture, $"20{(long)(place * InquiryStride % InquiryNumbers):d10}");
    }

    private DateOnly ExpiryOf(ref Chance chance) =>
        chance.Hits(OtherExpiryShare) ? eligibility.CouponExpiry.AddDays(chance.Hits(0.5) ? -1 - chance.Below(5) : 1 + chance.Below(20)) : eligibility.CouponExpiry;

    private static int BalanceOf(ref Chance chance)
    {
        int perNight = chance.Hits(0.6) ? 2_000 : 1_000;
        int handedOut = perNight * chance.Among(Travellers) * chance.Among(Nights);
        return chance.Among(Spendings) switch
        {
            Spending.Nothing => handedOut,
            Spending.HalfThousands => handedOut - (500 * chance.Below(handedOut / 500)),
            Spending.Odd => 1 + chance.Below(handedOut - 1),
            Spending.AllButOneYen => 1,
            _ => 0,
        };
    }
}
