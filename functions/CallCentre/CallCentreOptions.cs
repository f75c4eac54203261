using System.ComponentModel.DataAnnotations;

namespace Compensation.CallCentre;

/// <summary>What operators may do. Section <c>CallCentre</c>.</summary>
public sealed class CallCentreOptions
{
    public const string Section = "CallCentre";

    /// <summary>The most resends one person gets in a campaign.</summary>
    [Range(1, 63)]
    public int ResendsPerPerson { get; init; } = 5;

    /// <summary>The most people one request may name.</summary>
    [Range(1, 1000)]
    public int PeoplePerRequest { get; init; } = 1000;

    /// <summary>A filter that reaches more people than this is started by naming its plan.</summary>
    [Range(0, 100_000_000)]
    public int PeopleWithoutPlan { get; init; } = 1000;

    /// <summary>How long a message must have stayed without a delivery report before a filter counts it as not delivered. Carriers take up to three days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan UnreportedAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The least time between two resends to one person, where the second is by filter.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MinimumSpacing { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The same where the second names the person; zero: whoever is on the phone gets the link as often as the cap allows.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MinimumSpacingByName { get; init; } = TimeSpan.Zero;

    /// <summary>How long a resend that was ordered after the deadline, to somebody who claimed in time, may be sent.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "30.00:00:00")]
    public TimeSpan SendLateWithin { get; init; } = TimeSpan.FromDays(3);
}
