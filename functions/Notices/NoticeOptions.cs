using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices;

/// <summary>How notices are sent. Section <c>Notices</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>Requests to the provider at a time, per page.</summary>
    [Range(1, 500)]
    public int SendConcurrency { get; init; } = 32;

    /// <summary>How long one request may take before its fate counts as unsettled.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ProviderTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a claim is left to its holder. Longer than a chunk can take: provider timeout × chunk ÷ concurrency, twice.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan ClaimLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait when a whole chunk was turned away, and the first wait of a single recipient.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A notice whose fate is unsettled for longer is closed as unknown and listed for operators.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan SettleWithin { get; init; } = TimeSpan.FromHours(72);
}
