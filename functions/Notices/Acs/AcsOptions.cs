using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices.Acs;

/// <summary>Azure Communication Services. Section <c>CommunicationServices</c>; one of the two is needed.</summary>
public sealed class AcsOptions : IValidatableObject
{
    public const string Section = "CommunicationServices";

    /// <summary><c>endpoint=…;accesskey=…</c>. For development and closed networks.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The resource's address, used with the app's managed identity.</summary>
    public Uri? Endpoint { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(ConnectionString) == (Endpoint is null))
        {
            yield return new ValidationResult($"{Section}: set either ConnectionString or Endpoint, not both.", [nameof(ConnectionString), nameof(Endpoint)]);
        }
    }
}
