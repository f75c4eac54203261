using Compensation.Campaigns;

namespace Compensation.Waves;

/// <summary>How a campaign's stop rule is judged.</summary>
public static class StopRules
{
    public static bool IsBrokenBy(this StopRule rule, Tries tries) => tries.Attempted >= rule.AtLeast && tries.Failed * 100 > tries.Attempted * rule.FailurePercent;

    /// <summary>The rule for one of several lanes, each a fair sample of the whole.</summary>
    public static StopRule ForOneOf(this StopRule rule, int lanes) => rule with { AtLeast = (rule.AtLeast + lanes - 1) / lanes };

    /// <summary>For operators.</summary>
    public static string Describe(this StopRule rule, Tries tries) => $"{tries.Failed} of {tries.Attempted} failed; the stop rule allows {rule.FailurePercent} %";
}
