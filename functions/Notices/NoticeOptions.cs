using System.ComponentModel.DataAnnotations;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Notices;

/// <summary>How notices are sent. Section <c>Notices</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

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

    /// <summary>How long a claim is left to a holder on another machine. Longer than a chunk can take: provider timeout × chunks in flight × lanes × 100 ÷ concurrency, twice.</summary>
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

    /// <summary>The longest that a notice is put off at a time.</summary>
    internal TimeSpan WaitMax => RetryIntervalMax > RetryAfter.Longest ? RetryIntervalMax : RetryAfter.Longest;

    internal NoticeClaimTerms TermsOf(string wave, DateTimeOffset now, ClaimHolders holders) =>
        new(now, Guid.NewGuid(), ClaimLease, holders) { Wave = wave, WaitMax = WaitMax, ReminderSpacing = ReminderSpacing };

    /// <summary>The wait after so many tries that came to nothing.</summary>
    internal TimeSpan RetryIntervalAfter(int tries)
    {
        TimeSpan doubled = RetryInterval * Math.Pow(2, Math.Clamp(tries - 1, 0, 16));
        return doubled < RetryIntervalMax ? doubled : RetryIntervalMax;
    }
}
