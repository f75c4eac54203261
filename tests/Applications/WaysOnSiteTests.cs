using System.Net;
using Compensation.Tests.Applications.IntoAccounts;

namespace Compensation.Tests.Applications;

/// <summary>What somebody finds on the special site whose address is wrong, or who changes the language in the middle.</summary>
public sealed class WaysOnSiteTests
{
    [Theory]
    [InlineData("apply/nobody")]
    [InlineData("apply/nobody?lang=en")]
    [InlineData("apply/nobody/transfer")]
    [InlineData("apply/nobody/status")]
    [InlineData("apply/nobody/x/name")]
    public async Task An_address_that_names_no_site_is_a_page_with_the_telephone(string path)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();

        SiteAnswer answer = await world.OpenAsync(new Uri(world.Http.BaseAddress!, path));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Content-Type: text/html", answer.Headers, StringComparison.Ordinal);
        Assert.Contains("tel:0120-479-249", answer.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journey_that_is_not_there_leads_to_the_sites_first_page()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();

        SiteAnswer answer = await world.OpenAsync(new Uri(world.Http.BaseAddress!, "apply/yamaguchi/x/name?lang=en"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("<a class=\"button\" href=\"../../yamaguchi?lang=en\">To the first page of the site</a>", answer.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reads_English_chooses_the_prefecture_by_its_English_name()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));

        Assert.Contains("Yamaguchi", (await world.OpenAsync(new Uri(summary, "prefecture?lang=en"))).Page, StringComparison.Ordinal);
        string page = (await world.OpenAsync(new Uri(summary, "check?lang=en"))).Page;
        Assert.Contains("Yamaguchi</dd>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("山口県", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "receipt", "AD3H-47XY")]
    [InlineData("transfer", "number", "YM-000001")]
    public async Task Whom_no_code_reaches_gets_back_to_where_he_typed_his_contact(string page, string field, string typed)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(settings: TransferSite.Settings);

        Uri code = (await world.SendAsync(new Uri(world.Http.BaseAddress!, $"apply/yamaguchi/{page}"), [KeyValuePair.Create(field, typed), KeyValuePair.Create("contact", "090-1234-5678")])).Next!;

        Assert.Contains($"href=\"../../yamaguchi/{page}\"", (await world.OpenAsync(code)).Page, StringComparison.Ordinal);
    }

    /// <summary>The page stands at the address to which the wish for another code was sent: what it leads to must not be that.</summary>
    [Fact]
    public async Task Who_is_given_no_further_code_can_enter_the_last_one_and_change_the_language()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri code = (await world.SendAsync(summary, [])).Next!;
        Uri again = new(code, "again");
        SiteAnswer answer;
        do
        {
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(5));
            answer = await world.SendAsync(again, []);
        }
        while (answer.Next is not null);

        Assert.Contains("action=\"code\"", answer.Page, StringComparison.Ordinal);
        SiteAnswer english = await world.OpenAsync(new Uri(again, "?lang=en"));
        Assert.Equal(HttpStatusCode.OK, english.Status);
        Assert.Contains("action=\"code?lang=en\"", english.Page, StringComparison.Ordinal);
    }
}
