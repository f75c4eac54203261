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
}
