using Compensation.Notices;

namespace Compensation.CallCentre.Search;

/// <summary>What operators see of personal data before somebody has said why he has to see it.</summary>
internal static class Masking
{
    private const string Rest = "…";
    private const int EndOfNumber = 4;

    /// <summary>A number or an address.</summary>
    public static string? Of(string? address) => address is null ? null : SuppressionList.Masked(address);

    /// <summary>The first letter of each word.</summary>
    public static string? OfName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"{word.EnumerateRunes().First()}{Rest}"));

    /// <summary>The last four characters.</summary>
    public static string? OfNumber(string? number) => string.IsNullOrEmpty(number) ? null : Rest + (number.Length > EndOfNumber ? number[^EndOfNumber..] : string.Empty);
}
