using System.ComponentModel.DataAnnotations;

namespace Compensation.Applications;

/// <summary>How the special site takes applications. Section <c>Applications</c>.</summary>
public sealed class ApplicationOptions
{
    public const string Section = "Applications";

    /// <summary>How long answers are kept while somebody pauses.</summary>
    [Range(typeof(TimeSpan), "00:20:00", "02:00:00")]
    public TimeSpan PauseAtMost { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most coupons one application may name: a family has four.</summary>
    [Range(1, 9)]
    public int CouponsAtMost { get; init; } = 4;

    /// <summary>How many different numbers one proved contact may apply with in a campaign, over all its applications. Beyond it, an operator enters them during a call.</summary>
    [Range(1, 1000)]
    public int NumbersPerContact { get; init; } = 20;

    [Range(typeof(TimeSpan), "00:05:00", "01:00:00")]
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Wrong codes that one journey may enter, whatever new codes it asks for.</summary>
    [Range(1, 10)]
    public int CodeTries { get; init; } = 5;

    /// <summary>Codes that one journey may ask for.</summary>
    [Range(1, 10)]
    public int CodeSends { get; init; } = 5;

    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan CodeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the growing delay between codes to one address, over all journeys, ends. It is never a lock.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan AddressDelayMax { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>After so long without a code the delay to an address begins anew.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    public TimeSpan AddressForgetsAfter { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The most codes by SMS that one campaign pays for in a day in Japan; at four fifths of it an alarm is raised, and at its end again.</summary>
    [Range(16, 10_000_000)]
    public int SmsPerDay { get; init; } = 250_000;

    /// <summary>
    /// Different mobile numbers of one hundred neighbours (equal but for the last two digits) that may ask for a code within an hour. Each further one waits, twice as long as the one before and at most
    /// <see cref="AddressDelayMax"/>; then it is written to.
    /// </summary>
    [Range(2, 100)]
    public int NeighboursPerHour { get; init; } = 6;

    /// <summary>Whether numbers of IP telephones (050) are taken as receiving SMS: some of their providers deliver them, most do not.</summary>
    public bool SmsTo050 { get; init; }
}
