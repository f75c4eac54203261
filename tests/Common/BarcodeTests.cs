using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Compensation.Common.Pages;
using ZXing;
using ZXing.Common;

namespace Compensation.Tests.Common;

public sealed class BarcodeTests
{
    public static TheoryData<string, BarcodeFormat, string, string> Codes => new()
    {
        { "CODE128", BarcodeFormat.CODE_128, "AM7Q2MXKCD9PLWHT5R", "AM7Q2MXKCD9PLWHT5R" },
        { "CODE128", BarcodeFormat.CODE_128, "ab12cd34", "ab12cd34" },
        { "CODE128", BarcodeFormat.CODE_128, "12345678901234567890123456789012345678901234", "12345678901234567890123456789012345678901234" },
        { "CODE39", BarcodeFormat.CODE_39, "AB12CD34EF56", "AB12CD34EF56" },
        { "EAN-13", BarcodeFormat.EAN_13, "4901234567894", "4901234567894" },
        { "EAN-8", BarcodeFormat.EAN_8, "49123456", "49123456" },
        { "ITF", BarcodeFormat.ITF, "12345678901234", "12345678901234" },
        { "NW-7", BarcodeFormat.CODABAR, "1234567890123456", "A1234567890123456A" },
        { "NW-7", BarcodeFormat.CODABAR, "B1234567890C", "B1234567890C" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_scanner_reads_off_the_page_what_was_drawn(string kind, BarcodeFormat format, string code, string expected)
    {
        Barcode bars = KindOf(kind);
        Assert.True(bars.CanHold(code));

        (bool[] modules, string label) = Drawn(bars.PictureOf(code, "コードのバーコード").ToString());
        Dictionary<DecodeHintType, object> hints = new() { [DecodeHintType.POSSIBLE_FORMATS] = new List<BarcodeFormat> { format }, [DecodeHintType.RETURN_CODABAR_START_END] = true };
        Result? read = new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(ImageOf(modules))), hints);

        Assert.Equal((expected, format), (read?.Text, read?.BarcodeFormat));
        Assert.Equal("コードのバーコード", label);
        Assert.Equal((Barcode.QuietModules, Barcode.QuietModules), (Array.IndexOf(modules, true), modules.Length - 1 - Array.LastIndexOf(modules, true)));
        Assert.True(modules.Length <= Barcode.ModulesMax);
    }

    [Theory]
    [InlineData("EAN-13", "4901234567893")]
    [InlineData("EAN-13", "490123456789")]
    [InlineData("EAN-13", "49012345678A4")]
    [InlineData("EAN-8", "49123455")]
    [InlineData("ITF", "123456789")]
    [InlineData("ITF", "123456789012345678901234567890")]
    [InlineData("NW-7", "12345678ABCD")]
    [InlineData("NW-7", "A12345678")]
    [InlineData("NW-7", "T12345678E")]
    [InlineData("CODE39", "ab12cd34")]
    [InlineData("CODE39", "12345678901234567890")]
    [InlineData("CODE128", "ABCDEFGHJKLMNPQRSTUVWXY")]
    [InlineData("CODE128", "12345678901234567890123456789012345678901234567")]
    [InlineData("CODE128", "１２３４５６７８")]
    [InlineData("CODE128", "1234 5678")]
    public void What_bars_cannot_hold_or_a_scanner_cannot_read_off_a_phone_is_known_beforehand(string kind, string code) => Assert.False(KindOf(kind).CanHold(code));

    private static Barcode KindOf(string name) =>
        new[] { Barcode.Code128, Barcode.Code39, Barcode.Ean13, Barcode.Ean8, Barcode.Itf, Barcode.Nw7 }.Single(kind => kind.Name == name);

    private static (bool[] Modules, string Label) Drawn(string markup)
    {
        IElement svg = new HtmlParser().ParseDocument(markup).QuerySelector("svg[role=img]")!;
        bool[] modules = new bool[int.Parse(svg.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture)];
        string bars = svg.QuerySelector("path:last-child")!.GetAttribute("d")!;
        foreach (string bar in bars.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            int start = int.Parse(bar.Split(' ')[0], CultureInfo.InvariantCulture);
            int width = int.Parse(bar.Split('h')[1].Split('v')[0], CultureInfo.InvariantCulture);
            Array.Fill(modules, true, start, width);
        }

        return (modules, svg.GetAttribute("aria-label")!);
    }

    /// <summary>As a camera sees it: a module is some pixels wide, the whole some pixels high.</summary>
    private static RGBLuminanceSource ImageOf(bool[] modules)
    {
        const int Scale = 3;
        const int Height = 60;
        byte[] row = [.. modules.SelectMany(module => Enumerable.Repeat(module ? byte.MinValue : byte.MaxValue, Scale))];
        return new RGBLuminanceSource([.. Enumerable.Repeat(row, Height).SelectMany(pixels => pixels)], row.Length, Height, RGBLuminanceSource.BitmapFormat.Gray8);
    }
}
