namespace Compensation.Common.Access;

/// <summary>Who did something, and when.</summary>
/// <param name="Subject">The person, the same in all of their accounts.</param>
/// <param name="Name">As signed in.</param>
/// <param name="At">UTC.</param>
public sealed record Signature(string Subject, string Name, DateTimeOffset At);
