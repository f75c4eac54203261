using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices.Twilio;

/// <summary>Twilio's REST API. Section <c>Twilio</c>; all of it is needed where Twilio has any weight.</summary>
public sealed class TwilioOptions : IValidatableObject
{
    public const string Section = "Twilio";

    /// <summary>How weights and records call it.</summary>
    public const string Provider = "twilio";

    /// <summary><c>AC…</c>, the account that pays.</summary>
    public string? AccountSid { get; init; }

    /// <summary><c>SK…</c>, the key that requests are made with.</summary>
    public string? ApiKeySid { get; init; }

    public string? ApiKeySecret { get; init; }

    /// <summary>The account's own token: Twilio signs status callbacks with it.</summary>
    public string? AuthToken { get; init; }

    /// <summary>The sender that Twilio knows, where it is another than the campaign's.</summary>
    public string? From { get; init; }

    /// <summary>
    /// The public address of <c>/providers/twilio/status</c>, letter for letter as Twilio calls it: the signature covers it, so it cannot be
    /// taken from a request that came through proxies.
    /// </summary>
    public Uri? StatusCallback { get; init; }

    public Uri BaseAddress { get; init; } = new("https://api.twilio.com");

    /// <summary>
    /// How long after a claim Twilio's list may still lack its message: not to be sent again before. Longer than a chunk takes to be sent.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromMinutes(5);

    public bool IsConfigured => !string.IsNullOrEmpty(AccountSid);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsConfigured)
        {
            yield break;
        }

        foreach ((string name, string? value) in new[] { (nameof(ApiKeySid), ApiKeySid), (nameof(ApiKeySecret), ApiKeySecret), (nameof(AuthToken), AuthToken) })
        {
            if (string.IsNullOrEmpty(value))
            {
                yield return new ValidationResult($"{Section}:{name} is missing.", [name]);
            }
        }

        foreach ((string name, Uri? address) in new[] { (nameof(BaseAddress), BaseAddress), (nameof(StatusCallback), StatusCallback) })
        {
            if (address is not { IsAbsoluteUri: true } || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback) || address.Query.Length > 0)
            {
                yield return new ValidationResult($"{Section}:{name} is '{address}'; expected an https address without a query.", [name]);
            }
        }
    }
}
