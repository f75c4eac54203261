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

    /// <summary>
    /// The resource's id, <c>/subscriptions/…/communicationServices/…</c>: only events of this source are heard.
    /// May be left out only where the connection string names this machine.
    /// </summary>
    public string? EventSource { get; init; }

    public bool IsConfigured => !string.IsNullOrEmpty(ConnectionString) || Endpoint is not null;

    /// <summary>Whether an event of this source is our resource's own.</summary>
    public bool Owns(string source) => string.IsNullOrEmpty(EventSource)
        ? IsOnThisMachine
        : $"{source}/".StartsWith($"{EventSource}/", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(ConnectionString) && Endpoint is not null)
        {
            yield return new ValidationResult($"{Section}: set either ConnectionString or Endpoint, not both.", [nameof(ConnectionString), nameof(Endpoint)]);
        }

        if (!string.IsNullOrEmpty(EventSource) ? !EventSource.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) : IsConfigured && !IsOnThisMachine)
        {
            yield return new ValidationResult(
                $"{Section}:EventSource is '{EventSource}'; expected the resource's id, /subscriptions/…/communicationServices/…, so that nobody else's delivery reports are heard.",
                [nameof(EventSource)]);
        }
    }

    private bool IsOnThisMachine =>
        ConnectionString?.Split(';').FirstOrDefault(part => part.StartsWith("endpoint=", StringComparison.OrdinalIgnoreCase)) is { } endpoint
        && Uri.TryCreate(endpoint["endpoint=".Length..], UriKind.Absolute, out Uri? address)
        && address.IsLoopback;
}
