using Microsoft.Extensions.Options;

namespace Compensation.Payouts;

/// <summary>Which issuer serves which product. Section <c>Payouts</c>.</summary>
public sealed class PayoutOptions
{
    public const string Section = "Payouts";

    /// <summary>The issuer's name by product id, where it is not the code stock.</summary>
    public IReadOnlyDictionary<string, string> Issuers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>All issuers of this installation, and who serves what.</summary>
public sealed class PointIssuers
{
    private readonly Dictionary<string, IPointIssuer> _byName;
    private readonly IReadOnlyDictionary<string, string> _byProduct;

    /// <exception cref="OptionsValidationException">The settings name an issuer that does not exist.</exception>
    public PointIssuers(IEnumerable<IPointIssuer> issuers, IOptions<PayoutOptions> options)
    {
        _byName = issuers.ToDictionary(issuer => issuer.Name, StringComparer.Ordinal);
        _byProduct = options.Value.Issuers;
        string[] unknown = [.. _byProduct.Where(choice => !_byName.ContainsKey(choice.Value))
            .Select(choice => $"{PayoutOptions.Section}:Issuers:{choice.Key} is '{choice.Value}'; expected one of {string.Join(", ", _byName.Keys)}.")];
        if (unknown.Length > 0)
        {
            throw new OptionsValidationException(PayoutOptions.Section, typeof(PayoutOptions), unknown);
        }
    }

    public IPointIssuer ForProduct(string product) => _byName[_byProduct.GetValueOrDefault(product, StockIssuer.IssuerName)];

    /// <summary>The issuer that gave a reference, whoever serves the product today.</summary>
    public IPointIssuer ForReference(string issuerReference) => _byName[issuerReference[..issuerReference.IndexOf(':', StringComparison.Ordinal)]];

    /// <summary>A reference as it is kept with the entitlement: <c>{issuer}:{reference}</c>.</summary>
    public static string ReferenceOf(IPointIssuer issuer, string reference) => $"{issuer.Name}:{reference}";
}
