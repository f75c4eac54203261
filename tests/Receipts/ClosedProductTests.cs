using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Compensation.Entitlements;

namespace Compensation.Tests.Receipts;

/// <summary>A product that is closed or out, as the person sees it.</summary>
public sealed class ClosedProductTests
{
    [Fact]
    public async Task A_product_that_is_out_is_shown_and_cannot_be_chosen_and_the_others_can()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("nanaco,500,NAN-0500,,L1");
        using HttpResponseMessage waiting = await app.ClaimAsync(app.PathOf(await app.OweAsync(500)), "edy");
        Entitlement next = await app.OweAsync(500);

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(next));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["edy"], page.QuerySelectorAll<IHtmlInputElement>("input[type=radio]:disabled").Select(choice => choice.Value));
        Assert.Contains("現在お選びいただけません", page.QuerySelector(".choice:has(:disabled)")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Cannot be chosen at the moment", (await app.LookAsync(app.PathOf(next) + "?lang=en")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.LookAsync(app.PathOf(next) + "?product=edy")).Status);

        using HttpResponseMessage refused = await app.ClaimAsync(app.PathOf(next), "edy");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("EdyギフトIDは、現在お選びいただけません。", (await ReceiptApp.ParseAsync(refused)).QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(EntitlementState.Open, (await app.ReadAsync(next)).State);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(next), "nanaco");
        Assert.Equal("NAN-0500", await app.CodeOnPageAsync(app.PathOf(next)));
    }

    [Fact]
    public async Task What_an_operator_has_closed_is_nobodys_to_choose_until_it_is_opened()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.FillAsync(500, each: 1);
        Entitlement person = await app.OweAsync(500);
        using HttpResponseMessage closed = await app.Client.PutAsJsonAsync("campaigns/kumamoto/products/ponta/standing", new { open = false, reason = "Stolen codes.", by = "Yamada" });

        using HttpResponseMessage refused = await app.ClaimAsync(app.PathOf(person), "ponta");
        using HttpResponseMessage opened = await app.Client.PutAsJsonAsync("campaigns/kumamoto/products/ponta/standing", new { open = true, reason = "Replaced.", by = "Yamada" });
        using HttpResponseMessage taken = await app.ClaimAsync(app.PathOf(person), "ponta");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (refused.StatusCode, taken.StatusCode));
        Assert.Equal("ponta-500-0000", await app.CodeOnPageAsync(app.PathOf(person)));
    }
}
