using System.ComponentModel.DataAnnotations;
using Compensation.Common.Http;

namespace Compensation.CallCentre.Cases;

/// <summary>How long each step of a case may take. Section <c>Cases</c>.</summary>
public sealed class CaseOptions : IValidatableObject
{
    public const string Section = "Cases";

    /// <summary>The public address in front of <c>/s/{token}</c>, where shops answer; left out: that of the receipt site.</summary>
    public Uri? PublicBaseUrl { get; init; }

    /// <summary>After so long without an answer the shop is sent its link again, and the call centre reminded.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan ShopRemindedAfter { get; init; } = TimeSpan.FromDays(2);

    /// <summary>After so long supervisors are told.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan ShopEscalatedAfter { get; init; } = TimeSpan.FromDays(4);

    /// <summary>After so long the shop counts as silent.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan ShopAnswersWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>After so long colleagues are reminded of what waits for one of them.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan DecisionRemindedAfter { get; init; } = TimeSpan.FromDays(1);

    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan DecisionEscalatedAfter { get; init; } = TimeSpan.FromDays(2);

    /// <summary>After so long what a shop has denied, or was silent about, is refused.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan RefusedAfter { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How often a case is looked at that nothing is heard of, should a word have been lost.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromHours(12);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUrl is { } address && !PublicAddress.IsOne(address))
        {
            yield return new ValidationResult($"{Section}:PublicBaseUrl is '{address}'; expected https://{{host}}, without a path.", [nameof(PublicBaseUrl)]);
        }

        if (ShopRemindedAfter >= ShopEscalatedAfter || ShopEscalatedAfter >= ShopAnswersWithin)
        {
            yield return new ValidationResult($"{Section}: expected ShopRemindedAfter < ShopEscalatedAfter < ShopAnswersWithin.");
        }

        if (DecisionRemindedAfter >= DecisionEscalatedAfter || DecisionEscalatedAfter >= RefusedAfter)
        {
            yield return new ValidationResult($"{Section}: expected DecisionRemindedAfter < DecisionEscalatedAfter < RefusedAfter.");
        }
    }
}
