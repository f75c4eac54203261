using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Payouts;

namespace Compensation.Receipts.Pages;

/// <summary>A code: to be read, copied, and scanned where the product is.</summary>
/// <param name="Asked">Who sees it.</param>
/// <param name="Product">What it is of.</param>
/// <param name="Issued">The code.</param>
/// <param name="Number">Which of several it is; null for the only one.</param>
internal sealed record CodePanel(AskedReceipt Asked, Product Product, IssuedCode Issued, int? Number) : IFragment
{
    /// <summary>Until when it can be used, where that is not said of all codes together; null where it does not lapse, too.</summary>
    public string? End { get; init; }

    public Html Render()
    {
        string id = Number is null ? "code" : string.Create(CultureInfo.InvariantCulture, $"code-{Number}");
        string which = Number is null ? string.Empty : Asked.Say($" {Number}（{Issued.Value}分）", $" {Number} ({Asked.Sum(Issued.Value ?? default)})");
        return Html.Of($"""
            <section class="code" aria-labelledby="{id}">
            <h2 id="{id}">{Asked.Say($"{Product.Name}のコード", $"{Product.NameIn(Language.English)}: code")}{which}</h2>
            {Picture}
            <code translate="no">{Broken}</code>
            {(End is null ? Html.Empty : Html.Of($"<p><strong>{Asked.Say($"有効期限：{End}", $"Use by: {End}")}</strong></p>"))}
            <p>{Asked.Say("コードを長押しすると、コピーできます。", "Press and hold the code to copy it.")}</p>
            <button type="button" class="quiet" hidden data-copy="{Issued.Code}" data-done="{Asked.Say("コピーしました", "Copied")}">{Asked.Say("コードをコピーする", "Copy the code")}</button>
            </section>
            """);
    }

    /// <summary>For a scanner. An issuer outside may hand out what the bars cannot hold: then it is typed.</summary>
    private Html Picture => Product.Scanned switch
    {
        null => Html.Empty,
        { } scanned when scanned.Bars() is { } bars => ScannedCodes.InBars(Issued.Code) is var held && bars.CanHold(held)
            ? bars.PictureOf(held, Asked.Say($"コードのバーコード（{bars.Name}）", $"Barcode of the code ({bars.Name})"))
            : Html.Empty,
        _ => QrPicture.Of(Issued.Code, Asked.Say("コードのQRコード", "QR code of the code")),
    };

    /// <summary>Lines end at hyphens, before digits too, where a browser would not break by itself.</summary>
    private Html Broken => Html.Concat(Issued.Code.Split('-').Select((part, index) => index == 0 ? Html.Of($"{part}") : Html.Of($"-<wbr>{part}")));
}
