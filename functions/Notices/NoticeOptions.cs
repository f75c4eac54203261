using System.ComponentModel.DataAnnotations;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Notices;

/// <summary>How notices are sent. Section <c>Notices</c>.</summary>
public sealed class NoticeOptions : IValidatableObject
{
    public const string Section = "Notices";

    /// <summary>Longer than a chunk takes to be recorded.</summary>
    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan TurnWithinMin = TimeSpan.FromSeconds(30);

    /// <summary>Requests to providers at a time, per process.</summary>
    [Range(1, 2000)]
    public int SendConcurrency { get; init; } = 64;

    /// <summary>Chunks of a page at a time: while one is sent, the next is claimed and the one before recorded.</summary>
    [Range(1, 10)]
    public int ChunksInFlight { get; init; } = 3;

    /// <summary>Test mode: numbers and addresses, separated by commas, that alone are written to. Empty: everybody is.</summary>
    public string OnlyTo { get; init; } = string.Empty;

    /// <summary>How long one request may take before its fate counts as unsettled.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ProviderTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a claim is left to whoever may be at work on it. It holds all that a message can take: <see cref="RequestsAtMost"/>, half a minute to be recorded, and the rest,
    /// <see cref="TurnWithin"/>, to wait for one of the process's places. Whoever waits longer is not sent, but put off: so no claim is taken over that is still being sent, however
    /// many campaigns and lanes share the places.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan ClaimLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after a first try that came to nothing; it doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that it doubles to.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "12:00:00")]
    public TimeSpan RetryIntervalMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A notice whose fate is unsettled for longer is closed as unknown and listed for operators.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan SettleWithin { get; init; } = TimeSpan.FromHours(72);

    /// <summary>The least time between two reminders to one person, whoever ordered them.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "30.00:00:00")]
    public TimeSpan ReminderSpacing { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A reminder lapses so long before the deadline of collecting: who reads it then cannot act on it in peace.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "2.00:00:00")]
    public TimeSpan ReminderLeadTime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>What a provider may take over one message: asked what became of an earlier request, sent, and both once more where the answer was lost.</summary>
    internal TimeSpan RequestsAtMost => 4 * ProviderTimeout;

    /// <summary>How long a claimed message may wait for its turn.</summary>
    internal TimeSpan TurnWithin => ClaimLease - RequestsAtMost - RecordedWithin;

    /// <summary>The longest that a notice is put off at a time.</summary>
    internal TimeSpan WaitMax => RetryIntervalMax > RetryAfter.Longest ? RetryIntervalMax : RetryAfter.Longest;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TurnWithin < TurnWithinMin)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ClaimLease)} must be at least four times {Section}:{nameof(ProviderTimeout)} and one minute, {RequestsAtMost + RecordedWithin + TurnWithinMin:c}: else what is being sent could be taken for abandoned.", [nameof(ClaimLease)]);
        }
    }

    internal NoticeClaimTerms TermsOf(string wave, DateTimeOffset now, ClaimHolders holders) =>
        new(now, Guid.NewGuid(), ClaimLease, holders) { Wave = wave, WaitMax = WaitMax, ReminderSpacing = ReminderSpacing };

    /// <summary>The wait after so many tries that came to nothing.</summary>
    internal TimeSpan RetryIntervalAfter(int tries)
    {
        TimeSpan doubled = RetryInterval * Math.Pow(2, Math.Clamp(tries - 1, 0, 16));
        return doubled < RetryIntervalMax ? doubled : RetryIntervalMax;
    }
}
