using System.Globalization;

namespace Compensation.Common.Pages;

/// <summary>Amounts as people read them.</summary>
public static class SpokenAmounts
{
    /// <summary><c>1,234円</c>, <c>1,234 yen</c>.</summary>
    public static string Sum(this Language language, Yen amount) => language.Say($"{amount}", string.Create(CultureInfo.InvariantCulture, $"{amount.Amount:N0} yen"));

    /// <summary>The same where there is none: null.</summary>
    public static string? Sum(this Language language, Yen? amount) => amount is { } stated ? language.Sum(stated) : null;
}
