using System.Globalization;
using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>The optional columns by which somebody without the app is known when he applies.</summary>
internal static class HolderColumns
{
    public const string LeftApp = "left_app";
    public const string FaceValue = "face_value";
    public const string NameKana = "name_kana";
    public const string TravelDate = "travel_date";

    private const int NameLengthMax = 100;

    /// <summary>All may be absent, and empty in any row.</summary>
    public static readonly IReadOnlyList<CsvColumn> All =
        [new(LeftApp, Required: false), new(FaceValue, Required: false), new(NameKana, Required: false), new(TravelDate, Required: false)];

    /// <summary>What a row states; what is wrong with it goes to <paramref name="errors"/>, without the value.</summary>
    public static (bool LeftApp, Yen? FaceValue, CouponHolder Holder) Read(CsvRows row, bool charged, Yen balance, RowErrors errors)
    {
        CouponHolder holder = new(NameIn(row, errors), DateIn(row, errors));
        return (HasLeft(row, charged, errors), ValueIn(row, balance, errors), holder);
    }

    private static bool HasLeft(CsvRows row, bool charged, RowErrors errors)
    {
        string text = row.Plain(LeftApp);
        bool left = false;
        if (text.Length > 0 && !bool.TryParse(text, out left))
        {
            errors.Add(new RowError(row.Line, LeftApp, $"neither true nor false{Folding.Remark(row[LeftApp])}", "true, false, or nothing, which means false"));
        }
        else if (left && !charged)
        {
            errors.Add(new RowError(row.Line, LeftApp, "true for a coupon that was never charged to the app", "true only where charged_to_app is true"));
        }

        return left;
    }

    private static Yen? ValueIn(CsvRows row, Yen balance, RowErrors errors)
    {
        string text = row.Plain(FaceValue);
        if (text.Length == 0)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long yen) || yen < 1 || new Yen(yen) > Coupon.BalanceMax)
        {
            errors.Add(new RowError(row.Line, FaceValue, $"not an amount{Folding.Remark(row[FaceValue])}", "whole yen in digits only, 1 to 10000000, or nothing"));
            return null;
        }

        if (new Yen(yen) < balance)
        {
            errors.Add(new RowError(row.Line, FaceValue, "less than the balance", "what the coupon was issued for, at least what is left on it"));
        }

        return new Yen(yen);
    }

    private static string? NameIn(CsvRows row, RowErrors errors)
    {
        string name = Folding.Trimmed(row[NameKana]);
        if (name.Length > NameLengthMax || name.Any(char.IsControl))
        {
            errors.Add(new RowError(row.Line, NameKana, "too long for a name, or not one line", "at most 100 characters, or nothing"));
        }

        return name.Length == 0 ? null : name;
    }

    private static DateOnly? DateIn(CsvRows row, RowErrors errors)
    {
        string text = row.Plain(TravelDate);
        if (text.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return date;
        }

        errors.Add(new RowError(row.Line, TravelDate, $"not a date{Folding.Remark(row[TravelDate])}", "yyyy-MM-dd, such as 2023-02-23, or nothing"));
        return null;
    }
}
