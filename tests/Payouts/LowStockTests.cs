using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Tests.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Payouts;

public sealed class LowStockTests
{
    [Fact]
    public async Task A_value_that_somebody_is_owed_and_no_product_has_is_an_alarm_until_there_is_a_code()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.OweAsync(321);
        await app.OweAsync(500);
        await app.ImportAsync("edy,500,EDY-0001,,L1");

        Alarm alarm = Assert.Single(await CountAsync(app));
        Assert.Equal(AlarmKind.CodeStockLow, alarm.Kind);
        Assert.Contains("321 yen, owed to 1: of no product", alarm.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("500 yen", alarm.Text, StringComparison.Ordinal);

        await app.ImportAsync("nanaco,321,NAN-0321,,L1");
        Assert.Equal(1, Assert.Single(await CountAsync(app)).Times);
    }

    [Fact]
    public async Task A_product_that_has_run_out_for_those_who_have_not_chosen_is_an_alarm()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,EDY-0001,,L1", "nanaco,500,NAN-0001,,L1");
        Entitlement first = await app.OweAsync(500);
        await app.OweAsync(500);
        Assert.Empty(await CountAsync(app));

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(first), "edy");

        Assert.Contains("500 yen, owed to 1: edy has run out", Assert.Single(await CountAsync(app)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task What_can_be_made_up_of_several_codes_is_not_missing(int codesAtMost, bool missing)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { CodesAtMost = codesAtMost });
        await app.ImportAsync("edy,300,EDY-0300,,L1", "edy,21,EDY-0021,,L1", "nanaco,200,NAN-0200,,L1");
        await app.OweAsync(321);

        Assert.Equal(missing, (await CountAsync(app)).Count > 0);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task What_people_choose_foretells_which_product_will_run_short(int forecastFrom, bool foretold)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(configure: services => services.AddSingleton(Options.Create(new PayoutOptions { ForecastFrom = forecastFrom })));
        await app.FillAsync(500, each: 4);
        for (int person = 0; person < 3; person++)
        {
            Entitlement chooser = await app.OweAsync(500);
            using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(chooser), person < 2 ? "edy" : "nanaco");
        }

        for (int person = 0; person < 6; person++)
        {
            await app.OweAsync(500);
        }

        string text = (await CountAsync(app)).SingleOrDefault()?.Text ?? string.Empty;
        Assert.Equal(foretold, text.Contains("of edy 2 are free, and about 4 will be asked for", StringComparison.Ordinal));
        Assert.DoesNotContain("nanaco", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_missing_once_everybody_holds_a_code()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,EDY-0001,,L1");
        Entitlement only = await app.OweAsync(500);
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(only), "edy");

        Assert.Empty(await CountAsync(app));
    }

    [Fact]
    public async Task Somebody_who_waits_for_a_code_is_an_alarm_at_the_next_look()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement person = await app.OweAsync(500);
        await app.Get<LowStock>().LookWhoWaitsAsync(app.Campaign, CancellationToken.None);
        Assert.Empty(await AlarmsAsync(app));

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        await app.Get<LowStock>().LookWhoWaitsAsync(app.Campaign, CancellationToken.None);

        Alarm alarm = Assert.Single(await AlarmsAsync(app));
        Assert.Equal((AlarmKind.CodeStockLow, app.Campaign.Id), (alarm.Kind, alarm.Campaign));
    }

    private static async Task<IReadOnlyList<Alarm>> CountAsync(ReceiptApp app)
    {
        await app.Get<LowStock>().CountAsync(app.Campaign, CancellationToken.None);
        return await AlarmsAsync(app);
    }

    private static Task<IReadOnlyList<Alarm>> AlarmsAsync(ReceiptApp app) => app.Get<AlarmList>().ReadPageAsync(from: null, 10, CancellationToken.None);
}
