using System.Text.Json.Nodes;
using Compensation.Campaigns.Files;
using Compensation.Campaigns.Points;

namespace Compensation.Tests.Campaigns.Points;

public sealed class ExampleTests
{
    [Fact]
    public void A_wrong_number_of_points_stops_the_file_from_loading() => Assert.Equal(
        ["wester.json: examples[0].points: is 41; by the rules it is 40 (40)"],
        CampaignFiles.FaultsOf("wester", file => file["examples"]![0]!["points"] = 41));

    [Fact]
    public void A_wrong_reason_stops_it_too() => Assert.Equal(
        ["wester.json: examples[3].purchases[0].outcome: is cancelled; by the rules it is outsidePeriod"],
        CampaignFiles.FaultsOf("wester", file => file["examples"]![3]!["purchases"]![0]!["outcome"] = "cancelled"));

    [Fact]
    public void A_rule_that_was_changed_by_mistake_contradicts_the_examples() =>
        Assert.Contains(
            CampaignFiles.FaultsOf("wester", file => file["rates"]![0]!["times"] = 5),
            fault => fault == "wester.json: examples[0].points: is 40; by the rules it is 50 (50)");

    [Fact]
    public void A_service_that_no_example_shows_stops_the_file_from_loading() => Assert.Equal(
        ["wester.json: examples: hold none in which the service 'plusPlace' earns points; expected one for each service"],
        CampaignFiles.FaultsOf("wester", file => Remove(file, "plusPlace")));

    [Fact]
    public void Rates_that_cannot_be_added_exactly_are_refused() =>
        Assert.Contains(
            "wester.json: rates: have no common denominator up to 1000000; expected rates whose points can be added exactly",
            CampaignFiles.FaultsOf("wester", file => (file["rates"]![0]!["yen"], file["rates"]![1]!["yen"]) = (99_991, 99_989)));

    [Fact]
    public void The_examples_show_every_reason_that_a_purchase_of_the_campaign_can_have()
    {
        IEnumerable<string> shown = CampaignFiles.Json("wester")["examples"]!.AsArray()
            .SelectMany(example => example!["purchases"]!.AsArray()).Select(purchase => purchase!["outcome"]!.GetValue<string>());
        string[] never = [nameof(AwardOutcome.UnknownService), nameof(AwardOutcome.UnknownKind)];

        Assert.Equal(
            Enum.GetNames<AwardOutcome>().Except(never).Order(),
            shown.Distinct().Select(name => Enum.Parse<AwardOutcome>(name, ignoreCase: true).ToString()).Order());
    }

    private static void Remove(JsonObject file, string service)
    {
        JsonArray examples = file["examples"]!.AsArray();
        foreach (JsonNode? example in examples.Where(example => example!["purchases"]![0]!["service"]!.GetValue<string>() == service).ToArray())
        {
            examples.Remove(example);
        }
    }
}
