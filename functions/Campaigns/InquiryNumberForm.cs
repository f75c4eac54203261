using System.Globalization;
using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>What a campaign's inquiry numbers look like, and which ways of writing one mean the same coupon.</summary>
/// <param name="LengthMin">The fewest letters and digits; hyphens do not count.</param>
/// <param name="LengthMax">The most.</param>
/// <param name="Characters">What they consist of.</param>
/// <param name="Hyphens">Whether hyphens may stand in them.</param>
/// <param name="LeadingZeros">Whether zeros in front make a difference where there are digits only: spreadsheets lose them.</param>
public sealed record InquiryNumberForm(int LengthMin, int LengthMax, NumberCharacters Characters, NumberHyphens Hyphens, NumberZeros LeadingZeros)
{
    /// <summary>Where the campaign's file does not say.</summary>
    public static readonly InquiryNumberForm Usual = new(6, 20, NumberCharacters.LettersAndDigits, NumberHyphens.Ignored, NumberZeros.Ignored);

    /// <summary>For errors.</summary>
    public string Expected { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{LengthMin} to {LengthMax} {(Characters == NumberCharacters.Digits ? "digits" : "letters and digits")}{(Hyphens == NumberHyphens.Ignored ? ", hyphens not counted" : string.Empty)}");

    /// <summary>The one way to write the number: the same for everything that means the same coupon. Null where the text is no such number.</summary>
    /// <param name="text">As it was typed, printed or exported.</param>
    public string? Canonical(string? text)
    {
        string written = Folding.Plain(text).ToUpperInvariant();
        string number = Hyphens == NumberHyphens.Ignored ? written.Replace("-", string.Empty, StringComparison.Ordinal) : written;
        bool isOne = number.Length >= LengthMin && number.Length <= LengthMax && number.All(Characters == NumberCharacters.Digits ? char.IsAsciiDigit : char.IsAsciiLetterOrDigit);
        return !isOne ? null : LeadingZeros == NumberZeros.Ignored && number.All(char.IsAsciiDigit) ? WithoutZeros(number) : number;
    }

    private static string WithoutZeros(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";
}

/// <summary>What inquiry numbers consist of.</summary>
public enum NumberCharacters
{
    /// <summary>Letters of either case, which are the same, and digits.</summary>
    LettersAndDigits,

    Digits,
}

/// <summary>What hyphens in inquiry numbers mean.</summary>
public enum NumberHyphens
{
    /// <summary>They are for the eye only: with and without is the same coupon.</summary>
    Ignored,

    /// <summary>There are none.</summary>
    Refused,
}

/// <summary>What zeros in front of inquiry numbers of digits mean.</summary>
public enum NumberZeros
{
    /// <summary>Nothing: with and without is the same coupon.</summary>
    Ignored,

    /// <summary>Another coupon.</summary>
    Significant,
}
