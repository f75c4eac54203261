using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices.EventGrid;

/// <summary>Whose deliveries of Event Grid are heard: who shows the key, or an Entra token of the subscription. Section <c>EventGrid</c>.</summary>
public sealed class EventGridOptions : IValidatableObject
{
    public const string Section = "EventGrid";

    /// <summary>The shortest key, in characters.</summary>
    public const int KeyLengthMin = 32;

    /// <summary>Event Grid's own application in every tenant.</summary>
    public const string EventGridAppId = "4962773b-9cdb-44cf-a8bf-237846a00ab7";

    /// <summary>A drawn secret that stands in the subscription's address as <c>code</c>. Empty: tokens only.</summary>
    public string? Key { get; init; }

    /// <summary>The Entra tenant whose tokens are taken. Empty: the key only.</summary>
    public string? TenantId { get; init; }

    /// <summary>Whom the token must be for: the id or URI of the application that stands for this app.</summary>
    public string? Audience { get; init; }

    /// <summary>Who must have asked for the token: Event Grid itself, or the topic's managed identity.</summary>
    public string SenderAppId { get; init; } = EventGridAppId;

    /// <summary>Who signs tokens.</summary>
    public Uri Authority { get; init; } = new("https://login.microsoftonline.com");

    /// <summary>The largest delivery, in bytes. Event Grid's own limit is 1 MB.</summary>
    [Range(64 << 10, 16 << 20)]
    public int DeliveryBytesMax { get; init; } = 4 << 20;

    public bool TakesKeys => !string.IsNullOrEmpty(Key);

    public bool TakesTokens => !string.IsNullOrEmpty(TenantId);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TakesKeys && Key!.Length < KeyLengthMin)
        {
            yield return new ValidationResult($"{Section}:Key has {Key.Length} characters; expected at least {KeyLengthMin}, drawn by chance.", [nameof(Key)]);
        }

        if (TakesTokens != !string.IsNullOrEmpty(Audience))
        {
            yield return new ValidationResult($"{Section}: TenantId and Audience belong together; one of them is missing.", [nameof(Audience)]);
        }

        foreach ((string name, string? id) in new[] { (nameof(TenantId), TenantId), (nameof(SenderAppId), SenderAppId) })
        {
            if (!string.IsNullOrEmpty(id) && !Guid.TryParseExact(id, "D", out _))
            {
                yield return new ValidationResult($"{Section}:{name} is '{id}'; expected an id such as {EventGridAppId}.", [name]);
            }
        }

        if (!Authority.IsAbsoluteUri || (Authority.Scheme != Uri.UriSchemeHttps && !Authority.IsLoopback))
        {
            yield return new ValidationResult($"{Section}:Authority is '{Authority}'; expected an https address.", [nameof(Authority)]);
        }
    }
}
