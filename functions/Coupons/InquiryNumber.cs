using System.Diagnostics.CodeAnalysis;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>
/// The number printed on a coupon. Its form is the campaign's (<see cref="InquiryNumberForm"/>); two ways of writing it that mean the same coupon are equal.
/// It identifies people at the call centre: kept encrypted, never logged, never in a URL.
/// </summary>
public readonly record struct InquiryNumber
{
    private InquiryNumber(string value, string written) => (Value, Written) = (value, written);

    /// <summary>The canonical form: what ids and look-ups are made of.</summary>
    public string Value { get; }

    /// <summary>As it came, folded: what people find on their coupon.</summary>
    public string Written { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, InquiryNumberForm form, out InquiryNumber number)
    {
        string? canonical = form.Canonical(text);
        number = canonical is null ? default : new InquiryNumber(canonical, Folding.Plain(text).ToUpperInvariant());
        return canonical is not null;
    }

    public bool Equals(InquiryNumber other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override int GetHashCode() => Value is null ? 0 : Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "(inquiry number)";
}
