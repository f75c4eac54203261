using System.Globalization;
using Azure.Data.Tables;

namespace Compensation.CallCentre.Cases;

/// <summary>Where a case stands in its campaign's list: row <c>l:{0 while it is open, else 1}:{since}:{number}</c>, written with it, so that a part of the list is read without the rest.</summary>
internal static class CasePlace
{
    private const int DigitCount = 19;
    private const int SinceAt = 4;

    /// <summary>Where the number begins.</summary>
    private const int NumberAt = SinceAt + DigitCount + 1;

    public static string Of(DoubleChargeCase one) => string.Create(CultureInfo.InvariantCulture, $"{(one.State.IsOpen() ? CaseChoice.Open.From : CaseChoice.Settled.From)}{one.Since.UtcTicks:d19}:{one.Number}");

    public static TableEntity RowOf(DoubleChargeCase one) => new(one.Campaign.Value, Of(one)) { [nameof(DoubleChargeCase.State)] = one.State.ToString(), [nameof(DoubleChargeCase.Pressed)] = one.Pressed };

    public static CaseNumber NumberOf(string place) => CaseNumber.Parse(place[NumberAt..]);

    /// <summary>Whether a text can be a place, as the answer's <c>next</c> gives it.</summary>
    public static bool IsPlace(string text) =>
        (text.StartsWith(CaseChoice.Open.From, StringComparison.Ordinal) || text.StartsWith(CaseChoice.Settled.From, StringComparison.Ordinal))
        && text.Length > NumberAt && text[NumberAt - 1] == ':'
        && text.AsSpan(SinceAt, DigitCount).IndexOfAnyExceptInRange('0', '9') < 0
        && text.AsSpan(NumberAt).IndexOfAnyExceptInRange('0', '9') < 0 && CaseNumber.TryParse(text[NumberAt..], out _);
}

/// <summary>Which of a campaign's cases.</summary>
/// <param name="From">The place with which they begin.</param>
/// <param name="Before">The place before which they end.</param>
/// <param name="Filter">What holds of their places beyond that; null for nothing.</param>
internal sealed record CaseChoice(string From, string Before, string? Filter = null)
{
    public static readonly CaseChoice All = new("l:", "l;");
    public static readonly CaseChoice Open = new("l:0:", "l:0;");
    public static readonly CaseChoice Settled = new("l:1:", "l:1;");

    /// <summary>Its people were reminded already, or the shop has let its time pass.</summary>
    public static readonly CaseChoice Stuck = Open with { Filter = $"Pressed gt 0 or {string.Join(" or ", new[] { CaseState.ShopSilent, CaseState.ShopDenied, CaseState.Blocked }.Select(Is))}" };

    public static CaseChoice In(CaseState state) => (state.IsOpen() ? Open : Settled) with { Filter = Is(state) };

    private static string Is(CaseState state) => $"State eq '{state}'";
}

/// <summary>A part of the list.</summary>
/// <param name="Cases">In its order.</param>
/// <param name="Next">Where it goes on; null at its end.</param>
internal sealed record CasesPage(IReadOnlyList<DoubleChargeCase> Cases, string? Next);
