using System.Text.RegularExpressions;
using ZXing.OneD;

namespace Compensation.Common.Pages;

/// <summary>A kind of barcode of bars: what it can hold, and how it is drawn inside a page. A row of modules is a row of squares of one width, dark or light.</summary>
public sealed partial class Barcode
{
    /// <summary>The widest that is drawn, quiet zones included: on a page of 360 pixels a module is still a pixel, which a scanner can tell from the next.</summary>
    public const int ModulesMax = 300;

    /// <summary>Beside the bars on either side, in modules: as many as the most demanding kind wants.</summary>
    public const int QuietModules = 11;

    public static readonly Barcode Code128 = new("CODE128", "4 to 22 letters and digits, or up to 44 digits", (4, 44), AnyText(), new Code128Writer());
    public static readonly Barcode Code39 = new("CODE39", "4 to 19 digits and capital letters", (4, 19), DigitsAndCapitals(), new Code39Writer());
    public static readonly Barcode Ean13 = new("EAN-13", "13 digits, the last of them the check digit", (13, 13), Digits(), new EAN13Writer()) { HasCheckDigit = true };
    public static readonly Barcode Ean8 = new("EAN-8", "8 digits, the last of them the check digit", (8, 8), Digits(), new EAN8Writer()) { HasCheckDigit = true };
    public static readonly Barcode Itf = new("ITF", "an even number of digits, 4 to 28", (4, 28), PairsOfDigits(), new ITFWriter()) { IsEven = true };
    public static readonly Barcode Nw7 = new("NW-7", "4 to 25 digits, or as many between two letters of A to D", (4, 27), DigitsWithinLetters(), new CodaBarWriter());

    private readonly (int Min, int Max) _length;
    private readonly Regex _shape;
    private readonly OneDimensionalCodeWriter _writer;

    private Barcode(string name, string holds, (int Min, int Max) length, Regex shape, OneDimensionalCodeWriter writer) =>
        (Name, Holds, _length, _shape, _writer) = (name, holds, length, shape, writer);

    /// <summary>As people in shops know it, such as <c>EAN-13</c>.</summary>
    public string Name { get; }

    /// <summary>What it can hold, in words.</summary>
    public string Holds { get; }

    private bool HasCheckDigit { get; init; }

    private bool IsEven { get; init; }

    /// <summary>Whether it holds any text of so many characters.</summary>
    public bool HoldsLengthOf(int min, int max) => min <= _length.Max && max >= _length.Min && !(IsEven && min == max && min % 2 != 0);

    /// <summary>Whether it can be drawn of a text, and be scanned from a phone.</summary>
    public bool CanHold(string text) =>
        text.Length >= _length.Min && text.Length <= _length.Max && _shape.IsMatch(text) && (!HasCheckDigit || CheckDigitOf(text[..^1]) == text[^1]) && ModulesOf(text).Length + (2 * QuietModules) <= ModulesMax;

    /// <summary>The digit that ends a number of the EAN.</summary>
    /// <param name="digits">What stands before it.</param>
    public static char CheckDigitOf(string digits)
    {
        int sum = digits.Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 3 : 1)).Sum();
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <param name="text">What a scanner reads; it can be held.</param>
    /// <param name="label">What it is, for those who hear the page.</param>
    public Html PictureOf(string text, string label)
    {
        bool[] modules = ModulesOf(text);
        int width = modules.Length + (2 * QuietModules);
        string bars = string.Concat(BarsIn(modules).Select(bar => FormattableString.Invariant($"M{bar.Start + QuietModules} 0h{bar.Width}v1h-{bar.Width}z")));
        return Html.Of($"""
            <svg class="bars" viewBox="0 0 {width} 1" preserveAspectRatio="none" role="img" aria-label="{label}"><path fill="#fff" d="M0 0h{width}v1h-{width}z"/><path fill="#000" d="{bars}"/></svg>
            """);
    }

    private bool[] ModulesOf(string text) => _writer.encode(text);

    /// <summary>Dark modules that touch are one bar: between two of them a screen would show a seam.</summary>
    private static IEnumerable<(int Start, int Width)> BarsIn(bool[] modules)
    {
        int start = 0;
        while (start < modules.Length)
        {
            int end = start;
            while (end < modules.Length && modules[end] == modules[start])
            {
                end++;
            }

            if (modules[start])
            {
                yield return (start, end - start);
            }

            start = end;
        }
    }

    [GeneratedRegex(@"\A[!-~]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyText();

    [GeneratedRegex(@"\A[0-9A-Z]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigitsAndCapitals();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A(?:[0-9]{2})+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PairsOfDigits();

    [GeneratedRegex(@"\A(?:[0-9]+|[A-D][0-9]+[A-D])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigitsWithinLetters();
}
