using System.ComponentModel.DataAnnotations;

namespace Compensation.Operations.Alarms;

/// <summary>Section <c>Alarms</c>.</summary>
public sealed class AlarmOptions
{
    public const string Section = "Alarms";

    /// <summary>How long the same alarm is only counted after it was raised.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromHours(6);
}
