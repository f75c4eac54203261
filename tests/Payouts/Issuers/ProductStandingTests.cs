using System.Net;
using System.Net.Http.Json;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Standings;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class ProductStandingTests
{
    [Fact]
    public async Task A_product_is_out_of_a_value_from_the_first_who_waits_until_codes_come_in()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,700,EDY-0700,,L1");
        await ClaimAsync(app, "edy", 500);

        Assert.Equal(("edy", new Yen(500)), Assert.Single(await ListAsync(app)) is { Value: { } value } standing ? (standing.Product, value) : default);
        Assert.False(await CanBeChosenAsync(app, "edy", 500));
        Assert.True(await CanBeChosenAsync(app, "edy", 700));
        Assert.True(await CanBeChosenAsync(app, "nanaco", 500));

        await app.ImportAsync("edy,800,EDY-0800,,L1");
        Assert.False(await CanBeChosenAsync(app, "edy", 500));
        await app.ImportAsync("edy,500,EDY-0500,,L1");
        Assert.True(await CanBeChosenAsync(app, "edy", 500));
        Assert.Empty(await ListAsync(app));
    }

    [Fact]
    public async Task Where_amounts_are_made_up_codes_of_less_open_a_value_too()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { CodesAtMost = 2 });
        await ClaimAsync(app, "edy", 500);
        await app.ImportAsync("edy,600,EDY-0600,,L1");
        Assert.False(await CanBeChosenAsync(app, "edy", 500));

        await app.ImportAsync("edy,200,EDY-0200,,L1", "edy,300,EDY-0300,,L1");
        Assert.True(await CanBeChosenAsync(app, "edy", 500));
    }

    [Fact]
    public async Task Where_nothing_could_be_chosen_everything_can()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        foreach (string product in app.Campaign.Products.Select(product => product.Id))
        {
            Assert.True(await CanBeChosenAsync(app, product, 500));
            await ClaimAsync(app, product, 500);
        }

        Assert.True(await CanBeChosenAsync(app, "edy", 500));
        Assert.True(await CanBeChosenAsync(app, "amazon", 500));
        Assert.Equal(5, (await ListAsync(app)).Count);
    }

    [Fact]
    public async Task An_operator_closes_and_opens_a_product_and_no_issuer_opens_it_instead()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,EDY-0500,,L1", "edy,500,EDY-0501,,L1");
        using HttpResponseMessage closed = await PutAsync(app, "edy", new { open = false, reason = "The issuer reports stolen codes.", by = "山田" });
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);

        await ClaimAsync(app, "edy", 500);

        ProductStanding standing = Assert.Single(await ListAsync(app));
        Assert.Equal(("edy", null, "The issuer reports stolen codes.", "山田", false), (standing.Product, standing.Value, standing.Reason, standing.By, standing.ByIssuer));
        Assert.False(await CanBeChosenAsync(app, "edy", 500));
        Assert.Equal((1, 1), await app.CountAsync(500));

        using HttpResponseMessage opened = await PutAsync(app, "edy", new { open = true, reason = "They are replaced.", by = "山田" });
        Assert.Empty((await opened.Content.ReadFromJsonAsync<ProductStanding[]>(JsonBody.Format))!);
        Assert.True(await CanBeChosenAsync(app, "edy", 500));
    }

    [Theory]
    [InlineData("edy", """{ "open": false, "by": "Yamada" }""", HttpStatusCode.BadRequest)]
    [InlineData("edy", """{ "open": false, "reason": "Why" }""", HttpStatusCode.BadRequest)]
    [InlineData("edy", """{ "open": false, "reason": "two\nlines", "by": "Yamada" }""", HttpStatusCode.BadRequest)]
    [InlineData("edy", """{ "reason": "Why", "by": "Yamada" }""", HttpStatusCode.BadRequest)]
    [InlineData("waon", """{ "open": false, "reason": "Why", "by": "Yamada" }""", HttpStatusCode.NotFound)]
    public async Task What_is_not_understood_changes_nothing(string product, string body, HttpStatusCode status)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await app.Client.PutAsync($"campaigns/kumamoto/products/{product}/standing", content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await ListAsync(app));
    }

    [Fact]
    public async Task Standings_are_read_once_in_ten_seconds_by_each_process()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await CanBeChosenAsync(app, "edy", 500);
        int before = app.Faults.Requests;

        for (int person = 0; person < 20; person++)
        {
            await CanBeChosenAsync(app, "edy", 500 + person);
        }

        Assert.Equal(before, app.Faults.Requests);
        app.Clock.Now += TimeSpan.FromSeconds(10);
        await CanBeChosenAsync(app, "edy", 500);
        Assert.Equal(before + 1, app.Faults.Requests);
    }

    private static Task<HttpResponseMessage> PutAsync(ReceiptApp app, string product, object body) => app.Client.PutAsJsonAsync($"campaigns/kumamoto/products/{product}/standing", body);

    private static async Task<bool> CanBeChosenAsync(ReceiptApp app, string product, long yen) =>
        (await app.Get<ProductStandings>().OffersAsync(app.Campaign, new Yen(yen), CancellationToken.None)).CanBeChosen(product);

    private static async Task<IReadOnlyList<ProductStanding>> ListAsync(ReceiptApp app) =>
        (await app.Client.GetFromJsonAsync<ProductStanding[]>("campaigns/kumamoto/products", JsonBody.Format))!;

    private static async Task ClaimAsync(ReceiptApp app, string product, long yen)
    {
        Entitlement claimed = await app.ChangeAsync(await app.OweAsync(yen), open => open with { State = EntitlementState.Claimed, Product = product, ClaimedAt = app.Clock.Now });
        await app.Get<PayClaim>().FinishAsync(claimed, CancellationToken.None);
    }
}
