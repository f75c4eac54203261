using Compensation.Awards.Packs;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>What changes if other rules are taken over. Members who have been granted points keep the rules they were granted under and count as unchanged.</summary>
/// <param name="Up">Members who would get more.</param>
/// <param name="Down">Members who would get less.</param>
/// <param name="Unchanged">All others with purchases.</param>
/// <param name="PointsBefore">Of all members, by the rules in force.</param>
/// <param name="PointsAfter">By the candidate.</param>
/// <param name="Reasons">Transactions whose outcome or whose points change, those that are only rounded otherwise among them, by <c>before→after</c>.</param>
/// <param name="Examples">A few members whose points change.</param>
public sealed record RulesDifference(
    long Up, long Down, long Unchanged, Yen PointsBefore, Yen PointsAfter, IReadOnlyDictionary<string, long> Reasons, IReadOnlyList<ChangedMember> Examples)
{
    public const int ExamplesMax = 20;

    public static readonly RulesDifference None = new(0, 0, 0, Yen.Zero, Yen.Zero, new Dictionary<string, long>(StringComparer.Ordinal), []);

    public RulesDifference Plus(RulesDifference other) => new(
        Up + other.Up,
        Down + other.Down,
        Unchanged + other.Unchanged,
        PointsBefore + other.PointsBefore,
        PointsAfter + other.PointsAfter,
        Reasons.Concat(other.Reasons).GroupBy(reason => reason.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(one => one.Value), StringComparer.Ordinal),
        [.. Examples.Concat(other.Examples).Take(ExamplesMax)]);

    internal RulesDifference Plus(StoredMember member, PointRules before, PointRules after)
    {
        (MemberPoints old, MemberPoints now) = (AwardReader.Sum(before, member), AwardReader.Sum(after, member));
        (string Reason, Purchase Purchase)[] changes =
        [
            .. from row in member.Purchases
               let purchase = row.Purchase
               let was = before.Evaluate(purchase)
               let would = after.Evaluate(purchase)
               where was.Outcome != would.Outcome || before.Counted(was).ToString() != after.Counted(would).ToString()
               select ($"{was.Outcome}→{would.Outcome}", purchase),
        ];
        RulesDifference one = new(
            now.Whole > old.Whole ? 1 : 0,
            now.Whole < old.Whole ? 1 : 0,
            now.Whole == old.Whole ? 1 : 0,
            new Yen(old.Whole),
            new Yen(now.Whole),
            changes.GroupBy(change => change.Reason, StringComparer.Ordinal).ToDictionary(same => same.Key, same => (long)same.Count(), StringComparer.Ordinal),
            now.Whole == old.Whole || Examples.Count >= ExamplesMax ? [] : [new ChangedMember(member.Id, old.Whole, now.Whole, Words(before, changes[0].Purchase), Words(after, changes[0].Purchase))]);
        return Plus(one);
    }

    /// <summary>For members whom the change cannot reach.</summary>
    internal RulesDifference Plus(Yen granted) => this with { Unchanged = Unchanged + 1, PointsBefore = PointsBefore + granted, PointsAfter = PointsAfter + granted };

    private static IReadOnlyList<string> Words(PointRules rules, Purchase purchase) => [.. AwardReason.For(rules, purchase).Select(ReasonTexts.InEnglish)];
}

/// <summary>One member whose points change, and one transaction that makes them change.</summary>
public sealed record ChangedMember(EntitlementId Id, long Before, long After, IReadOnlyList<string> ReasonsBefore, IReadOnlyList<string> ReasonsAfter);
