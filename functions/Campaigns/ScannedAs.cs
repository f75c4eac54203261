using Compensation.Common.Pages;

namespace Compensation.Campaigns;

/// <summary>As what a code is shown to a scanner.</summary>
public enum ScannedAs
{
    Qr,
    Code128,
    Code39,
    Ean13,
    Ean8,
    Itf,
    Nw7,
}

public static class ScannedCodes
{
    /// <summary>The kind of bars; null for a QR code, which holds every code.</summary>
    public static Barcode? Bars(this ScannedAs scanned) => scanned switch
    {
        ScannedAs.Code128 => Barcode.Code128,
        ScannedAs.Code39 => Barcode.Code39,
        ScannedAs.Ean13 => Barcode.Ean13,
        ScannedAs.Ean8 => Barcode.Ean8,
        ScannedAs.Itf => Barcode.Itf,
        ScannedAs.Nw7 => Barcode.Nw7,
        _ => null,
    };

    /// <summary>What bars hold of a code: blanks and hyphens are printed for the eye only.</summary>
    public static string InBars(string code) => string.Concat(code.Where(character => character is not (' ' or '-')));
}
