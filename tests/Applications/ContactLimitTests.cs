using System.Net;
using Compensation.Applications.Journeys;
using Compensation.Rehearsal.People;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>For how many coupons one contact may apply, and how often codes go to one address.</summary>
public sealed class ContactLimitTests
{
    [Fact]
    public async Task Beyond_its_coupons_a_contact_is_refused_for_good_and_the_same_coupon_again_counts_once()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(settings: "--Applications:NumbersPerContact=2");
        foreach (string number in new[] { "YM-000001", "YM-000002", "YM-000002" })
        {
            Assert.NotNull((await world.ApplyAsync(ApplicationsWorld.Answers(number))).Receipt);
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        }

        ApplicationVisit third = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000003"));
        Assert.Null(third.Receipt);
        Assert.Contains("枚数を超えています", third.Page, StringComparison.Ordinal);

        // Half an hour later what was proved and not completed is completed: not this.
        await world.UntilAsync(world.Clock.GetUtcNow().AddHours(2));
        await ActivatorUtilities.CreateInstance<ForgetJourneys>(world.App.Services).Run(null!, CancellationToken.None);
        Assert.Equal(3, (await world.GetAsync("applications")).GetProperty("applications").GetArrayLength());

        // Who rings is entered by an operator.
        object entered = new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000003" }, delivery = "090-1234-5678", readBack = true, by = "佐藤" };
        Assert.Equal(HttpStatusCode.Created, (await world.PostAsync("applications", entered, "k-1")).Status);
    }

    [Fact]
    public async Task The_case_of_an_addresss_letters_gets_nobody_round_the_delay()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await AskAsync(world, "taro@example.jp")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(world, "Taro@Example.jp")).Status);
        Assert.Single(world.Messages);
    }

    private static async Task<SiteAnswer> AskAsync(ApplicationsWorld world, string delivery) =>
        await world.SendAsync(await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", delivery: delivery)), []);
}
