using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Compensation.Payouts.HttpIssuers;

namespace Compensation.Payouts;

/// <summary>Which issuer serves which product. Section <c>Payouts</c>.</summary>
public sealed partial class PayoutOptions : IValidatableObject
{
    public const string Section = "Payouts";

    /// <summary>The issuer's name by product id, where it is not the code stock. It stays while people wait for the product: another issuer knows nothing of what this one has handed out.</summary>
    public IReadOnlyDictionary<string, string> Issuers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Issuers over HTTP, by the name that follows <c>http-</c>.</summary>
    public IReadOnlyDictionary<string, HttpIssuerOptions> Http { get; init; } = new Dictionary<string, HttpIssuerOptions>(StringComparer.Ordinal);

    /// <summary>From how many choices on it is foretold which products will run short.</summary>
    [Range(1, 1_000_000)]
    public int ForecastFrom { get; init; } = 50;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach ((string name, HttpIssuerOptions issuer) in Http)
        {
            string section = $"{Section}:Http:{name}";
            if (!NameShape().IsMatch(name))
            {
                yield return new ValidationResult($"{section} is no name; expected 1 to 20 lower-case letters, digits and hyphens.", [nameof(Http)]);
            }

            List<ValidationResult> faults = [];
            Validator.TryValidateObject(issuer, new ValidationContext(issuer), faults, validateAllProperties: true);
            foreach (ValidationResult fault in faults)
            {
                yield return new ValidationResult($"{section}: {fault.ErrorMessage}", [nameof(Http)]);
            }
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,20}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameShape();
}
