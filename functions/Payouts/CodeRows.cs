using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Payouts;

/// <summary>Understands the rows of a code file. What is wrong is said without repeating the code.</summary>
internal sealed partial class CodeRows(Campaign campaign, KeyedHash hash)
{
    /// <summary>In yen: as much as a coupon may hold, so that there can be a code for whatever somebody is owed.</summary>
    private const int ValueMax = 10_000_000;

    public static readonly IReadOnlyList<CsvColumn> Columns =
        [new("product"), new("value"), new("code"), new("expires_on", Required: false), new("lot")];

    private readonly DateOnly _lastCollectingDay = campaign.ReceiptEndsAt.AddTicks(-1).DateInJapan();

    /// <returns>Null where the row is wrong; then every fault of it has been added to <paramref name="errors"/>.</returns>
    public ShelvedCode? Parse(CsvRows row, RowErrors errors)
    {
        if (row.Error is { } unreadable)
        {
            errors.Add(unreadable);
            return null;
        }

        string product = Folding.Plain(row["product"]);
        GiftCode code = GiftCode.Of(row["code"]);
        string lot = Folding.Plain(row["lot"]);
        Product? known = campaign.FindProduct(product);
        RowError?[] faults =
        [
            known is null ? Fault(row, "product", "is not a product of the campaign", string.Join(", ", campaign.Products.Select(offered => offered.Id))) : null,
            TryValue(Folding.Plain(row["value"]), out Yen value) ? null : Fault(row, "value", "is not an amount", $"whole yen from 1 to {ValueMax}, digits only"),
            FaultOf(row, code, known?.Codes ?? CodeForm.Default, known?.Scanned?.Bars()),
            TryDay(Folding.Plain(row["expires_on"]), out DateOnly? lastDay) ? TooEarly(row, lastDay) : Fault(row, "expires_on", "is not a day", "yyyy-MM-dd, or nothing where the code does not lapse"),
            LotShape().IsMatch(lot) ? null : Fault(row, "lot", "is not a lot name", "1 to 40 letters, digits, dots, hyphens or underscores"),
        ];
        RowError[] found = [.. faults.OfType<RowError>()];
        foreach (RowError fault in found)
        {
            errors.Add(fault);
        }

        return found.Length > 0
            ? null
            : new ShelvedCode(new Shelf(campaign.Id, product, value), new StockCode(hash.LookUpKey("gift-code", code.Compared), code.Shown, lastDay, lot, row.Line));
    }

    private static RowError? FaultOf(CsvRows row, GiftCode code, CodeForm form, Barcode? bars) =>
        code.Debris is { } debris ? Fault(row, "code", debris, form.ToString())
        : !form.Fits(code.Compared) ? Fault(row, "code", $"is not a code of the product{Folding.Remark(row["code"])}", form.ToString())
        : bars is null || bars.CanHold(ScannedCodes.InBars(code.Shown)) ? null
        : Fault(row, "code", $"cannot be shown as {bars.Name}, as which the product's codes are scanned", $"{bars.Holds}, blanks and hyphens not counted");

    private RowError? TooEarly(CsvRows row, DateOnly? lastDay) => lastDay < _lastCollectingDay
        ? Fault(row, "expires_on", "lies before the last day of collecting", string.Create(CultureInfo.InvariantCulture, $"{_lastCollectingDay:yyyy-MM-dd} or later"))
        : null;

    private static RowError Fault(CsvRows row, string field, string problem, string expected) => new(row.Line, field, problem, expected);

    private static bool TryValue(string text, out Yen value)
    {
        bool valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long amount) && amount is >= 1 and <= ValueMax;
        value = new Yen(amount);
        return valid;
    }

    private static bool TryDay(string text, out DateOnly? day)
    {
        bool valid = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly read);
        day = valid ? read : null;
        return valid || text.Length == 0;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LotShape();
}

/// <summary>A code, and where it belongs.</summary>
internal sealed record ShelvedCode(Shelf Shelf, StockCode Code);
