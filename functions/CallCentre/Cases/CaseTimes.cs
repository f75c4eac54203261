using Compensation.Campaigns;

namespace Compensation.CallCentre.Cases;

/// <summary>When the people of a step are reminded, when it is escalated, and when its time is over. Every end lies within the campaign's time for deciding.</summary>
/// <param name="RemindAt">UTC.</param>
/// <param name="EscalateAt">UTC.</param>
/// <param name="EndsAt">UTC.</param>
internal sealed record CaseTimes(DateTimeOffset RemindAt, DateTimeOffset EscalateAt, DateTimeOffset EndsAt)
{
    /// <returns>Null where nothing is waited for but the machine itself.</returns>
    public static CaseTimes? Of(DoubleChargeCase one, CaseOptions options, DoubleChargePeriod period) => one.State switch
    {
        CaseState.AskingShop => Within(one, period, options.ShopRemindedAfter, options.ShopEscalatedAfter, options.ShopAnswersWithin),
        CaseState.ShopDenied or CaseState.ShopSilent => Within(one, period, options.DecisionRemindedAfter, options.DecisionEscalatedAfter, options.RefusedAfter),
        CaseState.Confirmed or CaseState.Blocked => Within(one, period, options.DecisionRemindedAfter, options.DecisionEscalatedAfter, ends: null),
        _ => null,
    };

    /// <summary>When the next of them is due, by how many have been seen to.</summary>
    public DateTimeOffset NextAfter(int pressed) => pressed switch
    {
        0 when RemindAt < EndsAt => RemindAt,
        <= 1 when EscalateAt < EndsAt => EscalateAt,
        _ => EndsAt,
    };

    /// <summary>What is due; null where nothing is yet.</summary>
    public CasePress? DueAt(int pressed, DateTimeOffset now) =>
        NextAfter(pressed) is var next && now < next ? null : next == EndsAt ? CasePress.End : pressed == 0 ? CasePress.Remind : CasePress.Escalate;

    private static CaseTimes Within(DoubleChargeCase one, DoubleChargePeriod period, TimeSpan remind, TimeSpan escalate, TimeSpan? ends)
    {
        DateTimeOffset end = ends is { } after && one.Since + after < period.DecidedBy ? one.Since + after : period.DecidedBy;
        return new CaseTimes(one.Since + remind, one.Since + escalate, end);
    }
}

/// <summary>What is done about a step that takes long.</summary>
internal enum CasePress
{
    Remind,
    Escalate,
    End,
}
