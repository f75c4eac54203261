using Microsoft.Extensions.Options;

namespace Compensation.Payouts;

/// <summary>All issuers of this installation, and who serves what.</summary>
public sealed class PointIssuers : IDisposable
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

    public void Dispose()
    {
        foreach (IDisposable issuer in _byName.Values.OfType<IDisposable>())
        {
            issuer.Dispose();
        }
    }

    public IPointIssuer ForProduct(string product) => _byName[_byProduct.GetValueOrDefault(product, StockIssuer.IssuerName)];

    /// <summary>The issuer that gave a reference, whoever serves the product today.</summary>
    public (IPointIssuer Issuer, string Reference) ForReference(string issuerReference)
    {
        int end = issuerReference.IndexOf(':', StringComparison.Ordinal);
        return (_byName[issuerReference[..end]], issuerReference[(end + 1)..]);
    }

    /// <summary>Null where there is none of this name.</summary>
    public IPointIssuer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>All names, as the settings have them.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>A reference as it is kept with the entitlement: <c>{issuer}:{reference}</c>.</summary>
    public static string ReferenceOf(IPointIssuer issuer, string reference) => $"{issuer.Name}:{reference}";
}
