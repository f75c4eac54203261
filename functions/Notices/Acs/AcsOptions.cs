using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices.Acs;

/// <summary>Azure Communication Services. Section <c>CommunicationServices</c>; one of the two is needed where Azure has any weight.</summary>
public sealed class AcsOptions : IValidatableObject
{
    public const string Section = "CommunicationServices";

    /// <summary>How weights and records call it.</summary>
    public const string Provider = "acs";

    /// <summary><c>endpoint=…;accesskey=…</c>. For development and closed networks.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The resource's address, used with the app's managed identity.</summary>
    public Uri? Endpoint { get; init; }

    public bool IsConfigured => !string.IsNullOrEmpty(ConnectionString) || Endpoint is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(ConnectionString) && Endpoint is not null)
        {
            yield return new ValidationResult($"{Section}: set either ConnectionString or Endpoint, not both.", [nameof(ConnectionString), nameof(Endpoint)]);
        }
    }
}
