using System.Collections.Frozen;
using System.Numerics;
using Compensation.Common;

namespace Compensation.Campaigns.Points;

/// <summary>
/// A campaign's rules, ready to be applied: a pure function from a purchase to what it earns. All arithmetic is exact: a point is divided into as many
/// parts as the rates' denominators and the cap's percent need in common, and everything is counted in those parts.
/// </summary>
public sealed class PointRules
{
    /// <summary>Above this many parts, a large purchase's points would not fit 64 bits.</summary>
    public const long PartsPerPointMax = 1_000_000;

    private const int Percent = 100;

    private readonly FrozenDictionary<string, Service> _services;
    private readonly DateOnly _firstDay;
    private readonly DateOnly _lastDay;
    private readonly long _capPartsPerYen;

    /// <param name="award">The rules as data.</param>
    /// <exception cref="ArgumentException">The rates have no common denominator up to <see cref="PartsPerPointMax"/>.</exception>
    public PointRules(PointsAward award)
    {
        Award = award;
        PartsPerPoint = CommonDenominator(award) ?? throw new ArgumentException($"The rates have no common denominator up to {PartsPerPointMax}.", nameof(award));
        _firstDay = award.StartsAt.DateInJapan();
        _lastDay = award.EndsAt.DateInJapan().AddDays(-1);
        _capPartsPerYen = award.CapPercent * PartsPerPoint / Percent;
        _services = award.Services.ToFrozenDictionary(service => service.Id, Compile, StringComparer.Ordinal);
    }

    public PointsAward Award { get; }

    public long PartsPerPoint { get; }

    /// <summary>The denominator that all rates and the cap have in common, or null where it is too large.</summary>
    public static long? CommonDenominator(PointsAward award)
    {
        BigInteger common = award.Rates
            .Where(rate => rate.Basis == AwardBasis.AmountPaid)
            .Aggregate(new BigInteger(Percent), (multiple, rate) => multiple / BigInteger.GreatestCommonDivisor(multiple, rate.PerAmount.Amount) * rate.PerAmount.Amount);
        return common <= PartsPerPointMax ? (long)common : null;
    }

    /// <summary>What one transaction earns.</summary>
    public TransactionAward Evaluate(in Purchase purchase)
    {
        AwardTerms terms = TermsOf(purchase);

        // Without a question to the terms: where nothing is earned for a yen or a point, nothing comes of it, and no cap is exceeded.
        long cap = purchase.Amount.Amount * _capPartsPerYen;
        long before = (purchase.Amount.Amount * terms.PartsPerYen) + (purchase.BasePoints * terms.PartsPerBasePoint);
        AwardOutcome outcome = before > cap ? AwardOutcome.Capped : terms.Outcome;
        return new TransactionAward(outcome, new ExactPoints(Math.Min(before, cap), PartsPerPoint), new ExactPoints(before, PartsPerPoint));
    }

    /// <summary>By what a transaction earns, which depends on everything but its amount and its base points.</summary>
    private AwardTerms TermsOf(in Purchase purchase)
    {
        if (purchase.Status >= PurchaseStatus.Cancelled && Award.CancelledEarnsNothing)
        {
            return AwardTerms.Nothing(AwardOutcome.Cancelled);
        }

        if (!_services.TryGetValue(purchase.Service, out Service? service))
        {
            return AwardTerms.Nothing(AwardOutcome.UnknownService);
        }

        if (!string.IsNullOrEmpty(purchase.Exclusions) && ExclusionsOf(purchase).Any())
        {
            return AwardTerms.Nothing(AwardOutcome.Excluded);
        }

        if (purchase.Dates[service.DateBasis] is not { } date)
        {
            return AwardTerms.Nothing(AwardOutcome.DateMissing);
        }

        if (date < _firstDay || date > _lastDay)
        {
            return AwardTerms.Nothing(AwardOutcome.OutsidePeriod);
        }

        if (service.Find(purchase.Kind) is not { } rate)
        {
            return AwardTerms.Nothing(AwardOutcome.UnknownKind);
        }

        return service.Apply(rate, purchase)?.Terms ?? AwardTerms.Nothing(AwardOutcome.ConditionUnmet);
    }

    /// <summary>What a member's transactions earn together.</summary>
    public MemberPoints Sum(IEnumerable<TransactionAward> transactions)
    {
        MemberPoints sum = new(default, 0, Award.Rounding);
        foreach (TransactionAward transaction in transactions)
        {
            sum = sum.Plus(transaction);
        }

        return sum;
    }

    /// <summary>What a transaction adds to its member's points, with the fraction as the rounding rule leaves it.</summary>
    public ExactPoints Counted(in TransactionAward award) =>
        Award.Rounding == AwardRounding.DownEachTransaction ? new ExactPoints(award.Points.Whole, 1) : award.Points;

    /// <summary>The rate by which a purchase earns once its conditions have been looked at; null where it earns nothing whatever its dates.</summary>
    public AwardRate? RateOf(in Purchase purchase) =>
        _services.TryGetValue(purchase.Service, out Service? service) && service.Find(purchase.Kind) is { } rate ? service.Apply(rate, purchase)?.Definition : null;

    /// <summary>The exclusions of this campaign that a purchase names.</summary>
    public IEnumerable<NoticeField> ExclusionsOf(Purchase purchase)
    {
        string[] named = purchase.Exclusions.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Award.Exclusions.Where(exclusion => named.Contains(exclusion.Id, StringComparer.Ordinal));
    }

    private Service Compile(AwardService service)
    {
        Rate[] all = [.. Award.Rates.Select(rate => new Rate(rate, TermsOf(rate)))];
        Condition[] conditions =
        [
            .. Award.Conditions.Where(condition => condition.Services.Contains(service.Id, StringComparer.Ordinal))
                .Select(condition => new Condition(condition.Fact, Array.Find(all, rate => rate.Definition.Id == condition.OtherwiseRate))),
        ];
        return new Service(service.DateBasis, [.. service.Rates.Select(id => Array.Find(all, rate => rate.Definition.Id == id)!)], conditions);
    }

    private AwardTerms TermsOf(AwardRate rate) => rate.Basis == AwardBasis.AmountPaid
        ? new AwardTerms(AwardOutcome.Earned, PartsPerYen: rate.Times * PartsPerPoint / rate.PerAmount.Amount)
        : new AwardTerms(AwardOutcome.Earned, PartsPerBasePoint: rate.Times * PartsPerPoint);

    private sealed record Rate(AwardRate Definition, AwardTerms Terms);

    private sealed record Condition(AwardFact Fact, Rate? Otherwise);

    private sealed record Service(AwardDate DateBasis, Rate[] Rates, Condition[] Conditions)
    {
        public Rate? Find(string? kind)
        {
            if (string.IsNullOrEmpty(kind))
            {
                return Rates.Length == 1 ? Rates[0] : null;
            }

            foreach (Rate rate in Rates)
            {
                if (rate.Definition.Id == kind)
                {
                    return rate;
                }
            }

            return null;
        }

        /// <summary>The rate that the conditions leave, or null where one that is not fulfilled leaves none.</summary>
        public Rate? Apply(Rate rate, in Purchase purchase)
        {
            Rate? applied = rate;
            foreach (Condition condition in Conditions)
            {
                if (purchase.Lacks(condition.Fact))
                {
                    applied = applied is null ? null : condition.Otherwise;
                }
            }

            return applied;
        }
    }
}
