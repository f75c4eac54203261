using System.Text;
using System.Text.Json.Nodes;
using Compensation.Campaigns;

namespace Compensation.Tests.Campaigns;

public sealed class CampaignFileTests
{
    [Fact]
    public void A_member_that_nobody_knows_is_refused_by_name()
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("kumamoto", file => file["receipt"]!["endsAt"] = "2023-05-31");

        string fault = Assert.Single(faults);
        Assert.StartsWith("kumamoto.json: receipt", fault, StringComparison.Ordinal);
        Assert.Contains("endsAt", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_is_missing_is_refused_by_name()
    {
        string fault = Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["receipt"]!.AsObject().Remove("endsOn")));

        Assert.StartsWith("kumamoto.json: receipt", fault, StringComparison.Ordinal);
        Assert.Contains("endsOn", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-5-31")]
    [InlineData("31 May 2023")]
    [InlineData("2023-02-29")]
    public void A_day_that_is_none_is_refused_where_it_stands(string day)
    {
        string fault = Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["receipt"]!["endsOn"] = day));

        Assert.StartsWith("kumamoto.json: receipt.endsOn: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_keeping_are_the_files_or_the_usual_ones()
    {
        Assert.Equal((TimeSpan.FromDays(365), TimeSpan.FromDays(365), null), KeptBy(CampaignFiles.Read("kumamoto")));
        Assert.Equal(
            (TimeSpan.FromDays(30), TimeSpan.FromDays(365), TimeSpan.FromDays(90)),
            KeptBy(CampaignFile.Parse("kumamoto.json", Encoding.UTF8.GetBytes(With(new JsonObject { ["casesDays"] = 30, ["accountsDays"] = 90 })))));
        Assert.StartsWith(
            "kumamoto.json: retention.casesDays: ", Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["retention"] = new JsonObject { ["casesDays"] = 0 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_time_of_keeping_can_be_stated_also_of_a_points_award_and_none_beyond_ten_years()
    {
        JsonObject stated = new() { ["contactsDays"] = 10, ["applicationsDays"] = 20, ["notesDays"] = 30 };
        RetentionRule kept = CampaignFile.Parse("kumamoto.json", Encoding.UTF8.GetBytes(With(stated))).Retention;
        Assert.Equal((TimeSpan.FromDays(10), TimeSpan.FromDays(20), TimeSpan.FromDays(30)), (kept.Contacts, kept.Applications, kept.Notes));
        foreach ((string file, string member) in new[] { ("wester", "contactsDays"), ("kumamoto", "applicationsDays"), ("kumamoto", "notesDays") })
        {
            Assert.StartsWith($"{file}.json: retention.{member}: ", Assert.Single(CampaignFiles.FaultsOf(file, json => json["retention"] = new JsonObject { [member] = 3_661 })), StringComparison.Ordinal);
        }
    }

    private static string With(JsonObject retention)
    {
        JsonObject file = CampaignFiles.Json("kumamoto");
        file["retention"] = retention;
        return file.ToJsonString();
    }

    private static (TimeSpan Cases, TimeSpan Reasons, TimeSpan? Accounts) KeptBy(Campaign campaign) => (campaign.Retention.Cases, campaign.Retention.ActReasons, campaign.Retention.Accounts);

    [Fact]
    public void A_time_of_day_is_refused_with_what_was_expected()
    {
        string fault = Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["sending"]!["dayEnd"] = "8pm"));

        Assert.StartsWith("kumamoto.json: sending.dayEnd: expected a time of day such as \"09:00\"", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_by_number_or_of_another_name_is_refused()
    {
        Assert.StartsWith("kumamoto.json: waves[0].route: ", Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["waves"]![0]!["route"] = 0)), StringComparison.Ordinal);
        Assert.StartsWith("kumamoto.json: waves[0].route: ", Assert.Single(CampaignFiles.FaultsOf("kumamoto", file => file["waves"]![0]!["route"] = "post")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_nobody_knows_is_refused() => Assert.Equal(
        ["kumamoto.json: kind: 'lottery' is not a kind of campaign; expected compensation or points-award"],
        CampaignFiles.FaultsOf("kumamoto", file => file["kind"] = "lottery"));

    [Fact]
    public void Text_that_is_not_JSON_is_refused_with_its_line()
    {
        string fault = Assert.Single(CampaignFiles.FaultsOf("kumamoto.json", "{\n  \"id\": kumamoto\n}"));

        Assert.StartsWith("kumamoto.json: is no JSON: 'k' cannot stand there, as character 9 of line 2;", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(CampaignFiles.Json("kumamoto").ToJsonString())];

        Assert.Equal("kumamoto", CampaignFile.Parse("kumamoto.json", marked).Id.Value);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault_with_its_name()
    {
        CampaignFileException refused = Assert.Throws<CampaignFileException>(() => CampaignFile.Read(Path.Combine(CampaignFiles.Folder, "atlantis.json")));

        Assert.StartsWith("atlantis.json: cannot be read: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_file_are_listed_at_once()
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("kumamoto", file =>
        {
            file["linkCode"] = 0;
            file["products"]!["choices"] = new JsonArray();
            file["senders"]!["email"] = "nobody";
            file["receipt"]!["endsOn"] = "2023-03-30";
        });

        Assert.Contains("kumamoto.json: linkCode: is 0; expected 1 to 255", faults);
        Assert.Contains("kumamoto.json: products.choices: is empty; expected at least one", faults);
        Assert.Contains("kumamoto.json: senders.email: 'nobody' is not an e-mail address", faults);
        Assert.Contains("kumamoto.json: receipt.endsOn: 2023-03-30 is before cutoff.on 2023-03-31; expected that day or a later one", faults);
    }
}
