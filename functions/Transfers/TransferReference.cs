using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Compensation.Entitlements;

namespace Compensation.Transfers;

/// <summary>
/// What a payment bears in the bank's file, and what the bank's answers are matched by: twenty digits, of the campaign's link code (3), the right (15) and the attempt (2).
/// It leads to the row by itself, and two attempts of one right are never taken for each other.
/// </summary>
public readonly record struct TransferReference(byte LinkCode, EntitlementId Entitlement, int Attempt)
{
    public const int Length = 20;

    public static bool TryParse(string? text, [NotNullWhen(true)] out TransferReference? reference)
    {
        reference = null;
        if (text is not { Length: Length } || !text.All(char.IsAsciiDigit)
            || !byte.TryParse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out byte code)
            || !ulong.TryParse(text.AsSpan(3, 15), NumberStyles.None, CultureInfo.InvariantCulture, out ulong id) || id >> EntitlementIds.BitsMax != 0
            || !int.TryParse(text.AsSpan(18), NumberStyles.None, CultureInfo.InvariantCulture, out int attempt) || attempt is 0 or > Transfer.AttemptsMax)
        {
            return false;
        }

        reference = new TransferReference(code, EntitlementId.FromValue(id), attempt);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{LinkCode:D3}{Entitlement.Value:D15}{Attempt:D2}");
}
