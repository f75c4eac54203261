using Compensation.Entitlements;

namespace Compensation.CallCentre.Notes;

/// <summary>How a call with a person ended.</summary>
public enum CallOutcome
{
    /// <summary>Nothing is left to do.</summary>
    Answered,

    /// <summary>Somebody rings back, or looks after something, on a day.</summary>
    FollowUp,

    /// <summary>Nobody was there.</summary>
    NotReached,

    /// <summary>Who rang could not say what only the person knows.</summary>
    NotIdentified,

    Complaint,
}

/// <summary>What an operator writes down of a call.</summary>
/// <param name="Person">Of whom.</param>
/// <param name="Key">Its place, made of the request's idempotency key.</param>
/// <param name="At">UTC.</param>
/// <param name="By">The operator.</param>
/// <param name="Outcome">How the call ended.</param>
/// <param name="Text">In his words; encrypted at rest.</param>
public sealed record Note(EntitlementId Person, string Key, DateTimeOffset At, string By, CallOutcome Outcome, string Text)
{
    internal bool IsSameAs(Note other) => (By, Outcome, Text, FollowUpOn) == (other.By, other.Outcome, other.Text, other.FollowUpOn);

    /// <summary>The day on which somebody has to look after it.</summary>
    public DateOnly? FollowUpOn { get; init; }

    /// <summary>Who has looked after it.</summary>
    public string? DoneBy { get; init; }

    public DateTimeOffset? DoneAt { get; init; }
}
