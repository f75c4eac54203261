using System.ComponentModel.DataAnnotations;

namespace Compensation.Payouts.HttpIssuers;

/// <summary>An issuer that speaks the contract in <c>docs/issuer-api.md</c>. Section <c>Payouts:Http:{name}</c>; as an issuer it is called <c>http-{name}</c>.</summary>
public sealed class HttpIssuerOptions : IValidatableObject
{
    /// <summary>In front of <c>codes/{key}</c>.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>A secret.</summary>
    public string ApiKey { get; init; } = string.Empty;

    /// <summary>Requests at a time, per process.</summary>
    [Range(1, 1_000)]
    public int Concurrency { get; init; } = 32;

    /// <summary>How long a request may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(6);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } || !(BaseAddress.Scheme == Uri.UriSchemeHttps || (BaseAddress.Scheme == Uri.UriSchemeHttp && BaseAddress.IsLoopback)))
        {
            yield return new ValidationResult("BaseAddress must be an absolute https address without a query; http is for the same machine only.", [nameof(BaseAddress)]);
        }

        if (ApiKey.Length == 0 || ApiKey.Any(character => character is < '!' or > '~'))
        {
            yield return new ValidationResult("ApiKey must be visible ASCII characters.", [nameof(ApiKey)]);
        }
    }
}
