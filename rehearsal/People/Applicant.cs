using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>What goes wrong when somebody applies.</summary>
internal enum Slip
{
    None,

    /// <summary>Gives a number or address that is another's: the code that would prove it never comes.</summary>
    MistypedContact,

    /// <summary>Bears another family name by now.</summary>
    OtherSurname,

    /// <summary>Is not sure that it went through, and does it again some days later.</summary>
    AppliesTwice,
}

/// <summary>
/// Somebody whom the app does not know, and when and how he applies. It follows from the seed and his first coupon's number alone, so that he does the same after a restart.
/// </summary>
internal sealed class Applicant
{
    private const int TooLateMinutes = 180;

    private static readonly TimeSpan OffTheBeat = TimeSpan.FromMilliseconds(23_170);

    private static readonly IReadOnlyList<(Habit Choice, int Weight)> Habits = [(Habit.OnTheFirstDay, 14), (Habit.Sometime, 49), (Habit.InTheLastHour, 6), (Habit.TooLate, 3), (Habit.Never, 28)];
    private static readonly IReadOnlyList<(Slip Choice, int Weight)> Slips = [(Slip.None, 88), (Slip.MistypedContact, 4), (Slip.OtherSurname, 4), (Slip.AppliesTwice, 4)];

    private readonly Campaign _campaign;
    private readonly Habit _habit;
    private readonly string _family;
    private readonly string _given;

    public Applicant(long seed, Campaign campaign, IReadOnlyList<SyntheticCoupon> coupons)
    {
        (_campaign, Coupons) = (campaign, coupons);
        string key = coupons[0].InquiryNumber;
        Chance chance = Chance.For(seed, "applicant", key);
        _habit = chance.Among(Habits);
        Slip = chance.Among(Slips);
        At = InstantOf(chance);
        string[] name = (coupons[0].NameKana ?? "ヤマダ タロウ").Split(' ', 2);
        (_family, _given) = (Slip == Slip.OtherSurname ? "ニシキド" : name[0], name.Length > 1 ? name[1] : string.Empty);
        Address = AddressOf(seed, campaign, coupons[0]);
    }

    private enum Habit
    {
        OnTheFirstDay,
        Sometime,
        InTheLastHour,
        TooLate,
        Never,
    }

    /// <summary>All that he holds; one application is for all of them.</summary>
    public IReadOnlyList<SyntheticCoupon> Coupons { get; }

    public Slip Slip { get; }

    /// <summary>When he opens the site; null where he never does.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>Where his link goes, as providers are asked to send to it.</summary>
    public string Address { get; }

    /// <summary>Whether he comes while the site is open.</summary>
    public bool ComesInTime => At is not null && _habit != Habit.TooLate;

    /// <summary>Whether he reads the code that is sent to him.</summary>
    public bool ReadsHisCode => Slip != Slip.MistypedContact && Addresses.AreRead(Address);

    /// <summary>Whether an application of his is accepted in the end, and his coupons' links are sent to him.</summary>
    public bool GetsHisLinks => ComesInTime && ReadsHisCode;

    /// <summary>What he types, by the form's fields. Whatever a site does not ask is left over.</summary>
    public Dictionary<string, string> Answers()
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal)
        {
            ["family"] = _family,
            ["given"] = _given,
            ["address"] = string.Create(CultureInfo.InvariantCulture, $"{_campaign.Prefecture!.Name}中央{1 + (Chance.Hash(Address) % 30)}丁目{1 + (Chance.Hash(_given) % 20)}番"),
            ["phone"] = "03-5244-9370",
            ["prefecture"] = _campaign.Prefecture.Jis,
            ["travel-date"] = (Coupons[0].TravelDate ?? _campaign.Eligibility.CouponExpiry).ToString("yyyy年M月d日", CultureInfo.InvariantCulture),
            ["email"] = Typed,
            ["delivery"] = Typed,
        };
        foreach ((int index, SyntheticCoupon coupon) in Coupons.Index())
        {
            answers[string.Create(CultureInfo.InvariantCulture, $"number-{index + 1}")] = coupon.InquiryNumber;
        }

        return answers;
    }

    /// <summary>His own, or, where he slips, that of nobody who would tell him the code.</summary>
    private string Typed => Slip == Slip.MistypedContact ? Address.StartsWith('+') ? $"0{Address[3..^2]}00" : $"bounce.{Address}" : Addresses.Typed(Address);

    /// <summary>Where a site asks for an e-mail address, somebody who has stated only a number gives the one he has besides.</summary>
    private static string AddressOf(long seed, Campaign campaign, SyntheticCoupon coupon)
    {
        bool takesPhones = campaign.ApplicationSite!.Fields.Any(field => field.Id == "deliveryAddress");
        return takesPhones && JapanesePhone.TryNormalise(coupon.Phone, out string? phone) ? phone
            : coupon.Email ?? new SyntheticAddresses(seed).EmailOf((long)(Chance.Hash(coupon.InquiryNumber) >> 12));
    }

    private DateTimeOffset? InstantOf(Chance chance)
    {
        ApplicationSite site = _campaign.ApplicationSite!;
        int days = (int)(site.EndsAt - site.OpensAt).TotalDays - 2;
        DateTimeOffset? at = _habit switch
        {
            Habit.OnTheFirstDay => site.OpensAt.AddMinutes(1 + chance.Below(420)),
            Habit.Sometime => JapanTime.At(site.OpensAt.DateInJapan().AddDays(1 + chance.Below(days)), new TimeOnly(8 + chance.Below(14), chance.Below(60))),
            Habit.InTheLastHour => site.EndsAt.AddMinutes(-20 - chance.Below(38)),
            Habit.TooLate => site.EndsAt.AddMinutes(1 + chance.Below(TooLateMinutes)),
            _ => null,
        };
        return at + OffTheBeat;
    }
}
