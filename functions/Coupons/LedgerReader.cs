using System.Globalization;
using System.Runtime.CompilerServices;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>One coupon as the ledger states it.</summary>
internal sealed record LedgerRow(int Line, InquiryNumber Number, Coupon Coupon, Contact Contact)
{
    /// <summary>What it was issued for; null where the ledger does not say.</summary>
    public Yen? FaceValue { get; init; }

    public CouponHolder Holder { get; init; } = CouponHolder.Unknown;
}

/// <summary>Reads the coupon ledger row by row. The columns are described in <c>docs/ledger-format.md</c>.</summary>
internal static class LedgerReader
{
    public const string Number = "inquiry_number";
    public const string Expiry = "expiry";
    public const string Balance = "balance";
    public const string ChargedToApp = "charged_to_app";

    private static readonly IReadOnlyList<CsvColumn> Columns = [new(Number), new(Expiry), new(Balance), new(ChargedToApp), .. HolderColumns.All, .. ContactColumns.All];

    /// <summary>The rows that are in order; what is wrong with the others goes to <paramref name="errors"/>.</summary>
    public static async IAsyncEnumerable<LedgerRow> ReadAsync(ReceivedFile file, InquiryNumberForm numbers, RowErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CsvRows rows = new(file, Columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Error is { } error)
            {
                errors.Add(error);
            }
            else if (Parse(rows, numbers, errors) is { } row)
            {
                yield return row;
            }
        }
    }

    private static LedgerRow? Parse(CsvRows row, InquiryNumberForm numbers, RowErrors errors)
    {
        long before = errors.Count;
        if (!InquiryNumber.TryParse(row[Number], numbers, out InquiryNumber number))
        {
            Report(Number, "not an inquiry number", numbers.Expected);
        }

        if (!DateOnly.TryParseExact(row.Plain(Expiry), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly expiry))
        {
            Report(Expiry, "not a date", "yyyy-MM-dd, such as 2023-02-24");
        }

        if (!long.TryParse(row.Plain(Balance), NumberStyles.None, CultureInfo.InvariantCulture, out long yen) || new Yen(yen) > Coupon.BalanceMax)
        {
            Report(Balance, "not a balance", "whole yen in digits only, 0 to 10000000");
        }

        if (!bool.TryParse(row.Plain(ChargedToApp), out bool charged))
        {
            Report(ChargedToApp, "neither true nor false", "true or false");
        }

        (bool leftApp, Yen? faceValue, CouponHolder holder) = HolderColumns.Read(row, charged, new Yen(yen), errors);
        Contact contact = ContactColumns.Read(row, errors);
        return errors.Count == before
            ? new LedgerRow((int)row.Line, number, new Coupon(expiry, new Yen(yen), charged) { LeftApp = leftApp }, contact) { FaceValue = faceValue, Holder = holder }
            : null;

        void Report(string field, string problem, string expected) => errors.Add(new RowError(row.Line, field, problem + Folding.Remark(row[field]), expected));
    }
}
