namespace Compensation.CallCentre.Notes;

/// <summary>A part of what somebody has to look after.</summary>
/// <param name="FollowUps">The notes that ask for it, the most urgent first.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record FollowUpPage(IReadOnlyList<Note> FollowUps, string? Next);
