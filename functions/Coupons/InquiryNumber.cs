using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Compensation.Coupons;

/// <summary>
/// The number printed on a coupon: 6 to 20 ASCII letters, digits and hyphens. Letters are held in upper case, so that a number read aloud or typed
/// in lower case is the same coupon. It identifies people at the call centre: kept encrypted, never logged, never in a URL.
/// </summary>
public readonly partial record struct InquiryNumber
{
    public const string Expected = "6 to 20 letters, digits or hyphens (ASCII)";

    private InquiryNumber(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out InquiryNumber number)
    {
        bool valid = text is not null && Shape().IsMatch(text);
        number = valid ? new InquiryNumber(text!.ToUpperInvariant()) : default;
        return valid;
    }

    public override string ToString() => "(inquiry number)";

    [GeneratedRegex(@"\A[A-Za-z0-9-]{6,20}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
