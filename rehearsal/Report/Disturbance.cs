using System.Globalization;

namespace Compensation.Rehearsal.Report;

/// <summary>What goes wrong at a system outside: how many requests it throttles, fails, and carries out without ever answering.</summary>
internal readonly record struct Disturbance(int Throttled, int Failed, int Unanswered)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Throttled:N0} requests were throttled, {Failed:N0} failed, {Unanswered:N0} were carried out and never answered");

    public static Disturbance operator +(Disturbance left, Disturbance right) =>
        new(left.Throttled + right.Throttled, left.Failed + right.Failed, left.Unanswered + right.Unanswered);

    public static Disturbance operator -(Disturbance left, Disturbance right) =>
        new(left.Throttled - right.Throttled, left.Failed - right.Failed, left.Unanswered - right.Unanswered);
}
