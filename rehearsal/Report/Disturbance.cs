using Compensation.Common.Pages;
using Compensation.Rehearsal.View;

namespace Compensation.Rehearsal.Report;

/// <summary>What goes wrong at a system outside: how many requests it throttles, fails, and carries out without ever answering.</summary>
internal readonly record struct Disturbance(int Throttled, int Failed, int Unanswered)
{
    public string In(Language language) => language.Tell(
        $"わざと、{Throttled:N0}件の要求を制限し、{Failed:N0}件を失敗させ、{Unanswered:N0}件は実行したうえで応答しませんでした。",
        $"On purpose, {Throttled:N0} requests were throttled, {Failed:N0} failed, {Unanswered:N0} were carried out and never answered.");

    public static Disturbance operator +(Disturbance left, Disturbance right) =>
        new(left.Throttled + right.Throttled, left.Failed + right.Failed, left.Unanswered + right.Unanswered);

    public static Disturbance operator -(Disturbance left, Disturbance right) =>
        new(left.Throttled - right.Throttled, left.Failed - right.Failed, left.Unanswered - right.Unanswered);
}
