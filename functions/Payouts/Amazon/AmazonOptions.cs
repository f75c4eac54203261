using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Compensation.Common.Http;

namespace Compensation.Payouts.Amazon;

/// <summary>How gift cards are asked for of the Amazon Incentives API. Section <c>Payouts:Amazon</c>.</summary>
public sealed partial class AmazonOptions : IValidatableObject
{
    public const string Section = "Payouts:Amazon";

    /// <summary>For Japan <c>https://agcod-v2-fe.amazon.com</c>, its sandbox <c>https://agcod-v2-fe-gamma.amazon.com</c>. Null: there is no such issuer.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    [RegularExpression(@"^[a-z]{2}(-[a-z]+)+-[0-9]\z")]
    public string Region { get; init; } = "us-west-2";

    /// <summary>As the contract has it: five letters, the first a capital. It begins every request's id, so it must stay for as long as the campaign's codes are shown.</summary>
    public string PartnerId { get; init; } = string.Empty;

    public string AccessKeyId { get; init; } = string.Empty;

    /// <summary>A secret.</summary>
    public string SecretAccessKey { get; init; } = string.Empty;

    /// <summary>What the contract allows, over all instances of the app.</summary>
    [Range(1, 1_000)]
    public int RequestsPerSecond { get; init; } = 10;

    /// <summary>How long a person's page waits for its turn; whoever would have to wait longer is served later, and told.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan TurnWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a request may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(6);

    public bool IsConfigured => Endpoint is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is null)
        {
            yield break;
        }

        if (!PublicAddress.IsOne(Endpoint))
        {
            yield return new ValidationResult($"{Section}:Endpoint must be an https address without a path; http is for the same machine only.", [nameof(Endpoint)]);
        }

        if (!PartnerIdShape().IsMatch(PartnerId))
        {
            yield return new ValidationResult($"{Section}:PartnerId must be five letters, the first of them a capital, the others small.", [nameof(PartnerId)]);
        }

        foreach ((string name, string value) in new[] { (nameof(AccessKeyId), AccessKeyId), (nameof(SecretAccessKey), SecretAccessKey) })
        {
            if (value.Length == 0 || value.Any(character => character is < '!' or > '~'))
            {
                yield return new ValidationResult($"{Section}:{name} must be visible ASCII characters where {Section}:Endpoint is set.", [name]);
            }
        }
    }

    [GeneratedRegex(@"\A[A-Z][a-z]{4}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartnerIdShape();
}
