using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>
/// Somebody who wants to be paid into an account, and how that goes. It follows from the seed and his first coupon's number alone, so that he does the same after a restart.
/// </summary>
internal sealed class TransferSeeker
{
    /// <summary>People act on whole minutes plus this much: never at the same instant as the application's own timers.</summary>
    private static readonly TimeSpan OffTheBeat = TimeSpan.FromMilliseconds(53_730);

    private static readonly IReadOnlyList<(string Choice, int Weight)> Slips = [("", 90), ("account-number", 4), ("holder", 4), ("bank", 2)];

    private readonly SyntheticAccount _first;
    private readonly SyntheticAccount? _second;
    private readonly string _slip;
    private readonly string _holder;
    private readonly Chance _delays;
    private readonly Campaign _campaign;

    /// <param name="seed">Another seed, other stories.</param>
    /// <param name="campaign">A campaign that pays into accounts.</param>
    /// <param name="coupons">All of his that are covered.</param>
    /// <param name="address">By which he proves who he is.</param>
    /// <param name="appliedAt">When he applied; null where the app knows him.</param>
    public TransferSeeker(long seed, Campaign campaign, IReadOnlyList<SyntheticCoupon> coupons, string address, DateTimeOffset? appliedAt)
    {
        (_campaign, Coupons, Address, Applied) = (campaign, coupons, address, appliedAt is not null);
        string key = coupons[0].InquiryNumber;
        Chance chance = Chance.For(seed, "transfer", key);
        Story = Stories.Drawn(ref chance);
        _first = SyntheticAccount.Of(seed, key, 0, Story.First());
        _second = Story.Second() is { } kind ? SyntheticAccount.Of(seed, key, 1, kind) : null;
        _slip = chance.Among(Slips);
        _holder = coupons[0].NameKana ?? SyntheticPopulation.NameOf(seed, key);
        DateTimeOffset? early = BeforeLink(ref chance, appliedAt);
        AsksBeforeLink = early is not null && chance.Hits(0.5) && Story != Story.Withdraws;
        AskAt = (AsksBeforeLink ? early!.Value : AfterLink(ref chance)) + OffTheBeat;
        _delays = chance;
    }

    public Story Story { get; }

    public IReadOnlyList<SyntheticCoupon> Coupons { get; }

    public string Address { get; }

    /// <summary>Has a receipt number; else his coupon's number and the contact on file are what he shows.</summary>
    public bool Applied { get; }

    /// <summary>Asks before his wave: no link is sent to him.</summary>
    public bool AsksBeforeLink { get; }

    public DateTimeOffset AskAt { get; }

    /// <summary>When he withdraws, or names another account, without having heard anything; null where he does neither.</summary>
    public DateTimeOffset? ChangesAt => Story switch
    {
        Story.Withdraws => AskAt.AddMinutes(61 + Delay(2, 119)),
        Story.ChangesAccount => JapanTime.At(FirstCheck(), new TimeOnly(10, 25)) + OffTheBeat,
        _ => null,
    };

    /// <summary>Where the money stays in the end; null where it stays nowhere.</summary>
    public SyntheticAccount? PaidInto => Story.TakesPoints() || Story.Fails() ? null : _second ?? _first;

    /// <summary>When he does something about a transfer of which he has been told that it came back.</summary>
    public DateTimeOffset ReactsAt(DateTimeOffset toldAt) => JapanTime.At(toldAt.DateInJapan().AddDays(1 + Delay(3, 3)), new TimeOnly(12 + Delay(4, 6), Delay(5, 60))) + OffTheBeat;

    /// <summary>What he types, by the form's fields.</summary>
    public Dictionary<string, string> Answers(bool second)
    {
        SyntheticAccount account = second ? _second! : _first;
        return new Dictionary<string, string>(account.Answers, StringComparer.Ordinal)
        {
            ["coupons"] = "all",
            ["holder"] = _holder,
            ["identity-name"] = _holder,
            ["identity-address"] = $"{_campaign.Prefecture!.Name}中央1丁目1番",
            ["stay-place"] = "駅前ホテル",
            ["stay-date"] = (Coupons[0].TravelDate ?? _campaign.Eligibility.CouponExpiry.AddDays(-1)).ToString("yyyy年M月d日", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>What he types wrongly at first, so that the form asks again.</summary>
    public Dictionary<string, string> Slipped() => _slip.Length == 0 ? [] : new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [_slip] = _slip switch { "account-number" => "12", "bank" => "そのような銀行はない銀行", _ => "髙橋 太郎" },
    };

    /// <summary>The first business day on which officials have looked at what he asked.</summary>
    private DateOnly FirstCheck()
    {
        DateOnly next = WorkingDays.Banks.OnOrAfter(AskAt.DateInJapan().AddDays(1));
        DateOnly begins = TransferCalendar.OfficeBegins(_campaign);
        return next > begins ? next : begins;
    }

    /// <summary>
    /// An applicant asks once he has a receipt number, and before a person or the machine has looked at his application; who is in the app, before the seal, when nobody is owed
    /// anything yet, or between it and his wave.
    /// </summary>
    private DateTimeOffset? BeforeLink(ref Chance chance, DateTimeOffset? appliedAt)
    {
        if (appliedAt is { } applied)
        {
            DateTimeOffset wave = StartOf(EntitlementRoute.Application);
            bool isSafe = applied < wave.AddDays(-2) || applied.ToJapan().TimeOfDay > TimeSpan.FromHours(9.5);
            return isSafe ? WholeMinute(applied).AddMinutes(20 + chance.Below(70)) : null;
        }

        (DateOnly opened, DateOnly last) = TransferCalendar.AskingBeforeSeal(_campaign);
        bool isBeforeSeal = chance.Hits(0.5) && opened <= last;
        DateOnly first = isBeforeSeal ? opened : _campaign.CutoffAt.DateInJapan().AddDays(1);
        int days = isBeforeSeal ? last.DayNumber - first.DayNumber + 1 : StartOf(EntitlementRoute.App).DateInJapan().DayNumber - first.DayNumber;
        return days < 1 ? null : JapanTime.At(first.AddDays(chance.Below(days)), new TimeOnly(9 + chance.Below(11), chance.Below(60)));
    }

    /// <summary>When the waves are over, and before the deadline.</summary>
    private DateTimeOffset AfterLink(ref Chance chance)
    {
        DateOnly first = TransferCalendar.LateAsking(_campaign).First;
        int days = TransferCalendar.LateAsking(_campaign).Last.DayNumber - first.DayNumber + 1;
        return JapanTime.At(first.AddDays(chance.Below(days)), new TimeOnly(12 + chance.Below(6), chance.Below(60)));
    }

    private DateTimeOffset StartOf(EntitlementRoute route) => _campaign.Waves.Where(wave => wave.Route == route).Select(wave => wave.StartsAt).DefaultIfEmpty(_campaign.Waves[0].StartsAt).Min();

    private int Delay(int purpose, int below)
    {
        Chance chance = _delays;
        for (int draw = 0; draw < purpose; draw++)
        {
            chance.Next();
        }

        return chance.Below(below);
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
