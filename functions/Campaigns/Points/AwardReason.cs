using Compensation.Common;

namespace Compensation.Campaigns.Points;

/// <summary>One step of the reasoning from a transaction to its points. <see cref="ReasonTexts"/> puts it into words.</summary>
public abstract record AwardReason
{
    private AwardReason()
    {
    }

    /// <summary>It was cancelled or returned.</summary>
    public sealed record Withdrawn(PurchaseStatus Status) : AwardReason;

    public sealed record UnknownService(string Service) : AwardReason;

    /// <summary>It consists of points that are not multiplied.</summary>
    public sealed record Excluded(NoticeField Exclusion) : AwardReason;

    public sealed record DateMissing(AwardDate Basis) : AwardReason;

    public sealed record OutsidePeriod(AwardDate Basis, DateOnly Date, DateOnly FirstDay, DateOnly LastDay) : AwardReason;

    public sealed record InPeriod(AwardDate Basis, DateOnly Date) : AwardReason;

    public sealed record UnknownKind(string Kind) : AwardReason;

    /// <summary>A condition is not fulfilled: it earns by another rate, or by none.</summary>
    public sealed record ConditionUnmet(AwardCondition Condition) : AwardReason;

    /// <summary>The multiplication itself.</summary>
    public sealed record ByRate(AwardRate Rate, Yen Amount, long BasePoints, ExactPoints Points) : AwardReason;

    public sealed record Capped(int Percent, Yen Amount, ExactPoints Points, ExactPoints BeforeCap) : AwardReason;

    /// <summary>The rules drop each transaction's fraction, and it has one.</summary>
    public sealed record RoundedDown(ExactPoints Points) : AwardReason;

    /// <summary>The reasoning for one transaction, in the order in which the rules ask.</summary>
    public static IReadOnlyList<AwardReason> For(PointRules rules, Purchase purchase)
    {
        TransactionAward award = rules.Evaluate(purchase);
        AwardDate basis = rules.Award.Services.FirstOrDefault(service => service.Id == purchase.Service)?.DateBasis ?? AwardDate.Purchase;
        return award.Outcome switch
        {
            AwardOutcome.Cancelled => [new Withdrawn(purchase.Status)],
            AwardOutcome.UnknownService => [new UnknownService(purchase.Service)],
            AwardOutcome.Excluded => [.. rules.ExclusionsOf(purchase).Select(exclusion => new Excluded(exclusion))],
            AwardOutcome.DateMissing => [new DateMissing(basis)],
            AwardOutcome.OutsidePeriod =>
                [new OutsidePeriod(basis, purchase.Dates[basis]!.Value, rules.Award.StartsAt.DateInJapan(), rules.Award.EndsAt.DateInJapan().AddDays(-1))],
            AwardOutcome.UnknownKind => [new UnknownKind(purchase.Kind ?? string.Empty)],
            AwardOutcome.ConditionUnmet => [new InPeriod(basis, purchase.Dates[basis]!.Value), .. Unmet(rules, purchase)],
            _ =>
            [
                new InPeriod(basis, purchase.Dates[basis]!.Value),
                .. Unmet(rules, purchase),
                new ByRate(rules.RateOf(purchase)!, purchase.Amount, purchase.BasePoints, award.BeforeCap),
                .. award.Outcome == AwardOutcome.Capped ? (AwardReason[])[new Capped(rules.Award.CapPercent, purchase.Amount, award.Points, award.BeforeCap)] : [],
                .. rules.Award.Rounding == AwardRounding.DownEachTransaction && award.Points.HasFraction ? (AwardReason[])[new RoundedDown(award.Points)] : [],
            ],
        };
    }

    private static IEnumerable<AwardReason> Unmet(PointRules rules, Purchase purchase) =>
        rules.Award.Conditions
            .Where(condition => condition.Services.Contains(purchase.Service, StringComparer.Ordinal) && purchase.Lacks(condition.Fact))
            .Select(condition => new ConditionUnmet(condition));
}
