using System.ComponentModel.DataAnnotations;
using Compensation.Common.Http;

namespace Compensation.Access;

/// <summary>Where people sign in. Section <c>Access</c>.</summary>
public sealed class AccessOptions : IValidatableObject
{
    public const string Section = "Access";

    /// <summary>
    /// The address of the operators' pages as browsers see it, such as <c>https://operators.example.jp</c>: requests of a session from pages of any other are refused.
    /// Needed where people sign in; machines need none. Only an address of this machine may be without TLS.
    /// </summary>
    public Uri? PublicBaseUrl { get; init; }

    /// <summary>How long a session lives in which nothing is done: 5 minutes to 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "04:00:00")]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lives at most: up to a day.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SessionLongest { get; init; } = TimeSpan.FromHours(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUrl is { } address && !PublicAddress.IsOne(address))
        {
            yield return new ValidationResult($"{Section}:PublicBaseUrl is '{address}'; expected https://{{host}}, without a path.", [nameof(PublicBaseUrl)]);
        }

        if (SessionIdle > SessionLongest)
        {
            yield return new ValidationResult($"{Section}:SessionIdle is longer than SessionLongest.", [nameof(SessionIdle)]);
        }
    }
}
