using Compensation.Common;

namespace Compensation.Entitlements.Search;

/// <summary>By what people are found.</summary>
public enum SearchKind
{
    Phone,
    Email,
    Name,
}

/// <summary>A whole value by which somebody is found, folded: however it is typed, it is the same key. Two keys are equal or have nothing to do with each other.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Folded">The value without width, case, hyphens and the like. Personal data: only its keyed hash is stored.</param>
public readonly record struct SearchKey(SearchKind Kind, string Folded)
{
    /// <summary>Of a number as it is kept: E.164 for mobile numbers, the national form for others.</summary>
    public static SearchKey OfPhone(string phone) => new(SearchKind.Phone, JapanesePhone.TryNormalise(phone, out string? e164) ? e164 : phone);

    public static SearchKey OfEmail(string email) => new(SearchKind.Email, email.ToLowerInvariant());

    /// <returns>Null where nothing is left of the name.</returns>
    public static SearchKey? OfName(string? name) => NameFolding.Key(name) is { Length: > 0 } key ? new SearchKey(SearchKind.Name, key) : null;

    public static IEnumerable<SearchKey> Of(Contact contact)
    {
        if (contact.Phone is { } phone)
        {
            yield return OfPhone(phone);
        }

        if (contact.Email is { } email)
        {
            yield return OfEmail(email);
        }
    }

    /// <summary>Nothing of the value gets into logs.</summary>
    public override string ToString() => $"({Kind})";
}
