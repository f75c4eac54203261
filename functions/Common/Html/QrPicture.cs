using QRCoder;

namespace Compensation.Common.Pages;

/// <summary>A QR code as a drawing inside the page.</summary>
public static class QrPicture
{
    /// <param name="content">What a camera reads.</param>
    /// <param name="label">What it is, for those who hear the page.</param>
    public static Html Of(string content, string label)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        int size = data.ModuleMatrix.Count;
        string dark = string.Concat(
            from row in Enumerable.Range(0, size)
            from column in Enumerable.Range(0, size)
            where data.ModuleMatrix[row][column]
            select FormattableString.Invariant($"M{column} {row}h1v1h-1z"));
        return Html.Of($"""
            <svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{dark}"/></svg>
            """);
    }
}
