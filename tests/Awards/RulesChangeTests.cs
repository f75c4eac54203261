using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Awards;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Awards;

public sealed class RulesChangeTests
{
    [Fact]
    public async Task A_dry_run_shows_members_points_and_reasons_and_changes_nothing()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await ImportThreeAsync(app);
        await app.ComputeAsync();
        string before = await app.RawAsync(PurchaseStore.TableName, EntitlementStore.TableName);

        RulesDifference difference = await app.TryAsync(WithCap(2, 3).ToJsonString());

        Assert.Equal((0L, 2L, 1L, new Yen(80), new Yen(66)), (difference.Up, difference.Down, difference.Unchanged, difference.PointsBefore, difference.PointsAfter));
        Assert.Equal(2, difference.Reasons["Earned→Capped"]);
        Assert.Contains(difference.Examples, example => example is { Before: 40, After: 33 } && example.ReasonsAfter.Contains("capped at 3 %: 33 of 40"));
        Assert.Equal(before, await app.RawAsync(PurchaseStore.TableName, EntitlementStore.TableName));
    }

    /// <summary>Nothing changes but the fractions: three times 3 7/11 points are 9 by transaction, 10 rounded once.</summary>
    [Fact]
    public async Task Rules_that_only_round_otherwise_are_compared_like_any_others()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 100), AwardsApp.Shop("T-2", "W00001", 100), AwardsApp.Shop("T-3", "W00001", 100), AwardsApp.Shop("T-1", "W00002", 1_100));
        await app.ComputeAsync();
        JsonObject file = CampaignFiles.Json("wester");
        file["shards"] = AwardsApp.Campaign.Shards;
        file["rulesVersion"] = 2;
        file["rounding"]!["rule"] = "downOnceAtEnd";
        JsonArray examples = file["examples"]!.AsArray();
        examples.Single(example => example!["name"]!.GetValue<string>().StartsWith("Three times", StringComparison.Ordinal))!["points"] = 10;
        examples.Single(example => example!["name"]!.GetValue<string>().StartsWith("109, 110", StringComparison.Ordinal))!["points"] = 12;

        RulesDifference difference = await app.TryAsync(file.ToJsonString());

        Assert.Equal((1L, 0L, 1L, new Yen(49), new Yen(50)), (difference.Up, difference.Down, difference.Unchanged, difference.PointsBefore, difference.PointsAfter));
        Assert.Equal(3, difference.Reasons["Earned→Earned"]);
        ChangedMember changed = Assert.Single(difference.Examples);
        Assert.Equal((9, 10, "fraction dropped: 3 of 3 7/11", "100 yen ÷ 110 × 4 = 3 7/11"), (changed.Before, changed.After, changed.ReasonsBefore[^1], changed.ReasonsAfter[^1]));
    }

    [Fact]
    public async Task A_comparison_that_fails_says_so_and_why()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        RulesRecord candidate = RulesRecord.Of(Parse(WithCap(2, 3)).Award!);
        string instance = $"wester:dry-run:{candidate.Hash}";
        await app.Get<RulesStore>().KeepCandidateAsync(AwardsApp.Id, candidate, CancellationToken.None);

        (HttpStatusCode Status, string Body) notBegun = await AskAsync();
        await app.Get<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync(nameof(CompareRules), new CandidateToCompare(AwardsApp.Id, Shards: -1, candidate.Hash), new StartOrchestrationOptions(instance));
        await app.Get<DurableTaskClient>().WaitForInstanceCompletionAsync(instance);
        (HttpStatusCode Status, string Body) failed = await AskAsync();

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError), (notBegun.Status, failed.Status));
        Assert.Contains("not begun", notBegun.Body, StringComparison.Ordinal);
        Assert.Contains("count", failed.Body, StringComparison.Ordinal);

        async Task<(HttpStatusCode, string)> AskAsync()
        {
            using HttpResponseMessage answer = await app.Http.GetAsync($"campaigns/wester/awards/dry-run/{candidate.Hash}");
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_candidate_whose_examples_are_wrong_is_refused_with_its_faults()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        JsonObject file = WithCap(2, 3);
        file["examples"]![0]!["points"] = 40;

        (HttpStatusCode status, JsonElement body) = await app.PostAsync("awards/dry-run", new StringContent(file.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("examples[0].points", body.GetProperty("faults")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_version_that_was_left_out_is_refused()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ComputeAsync();

        (HttpStatusCode status, JsonElement body) = await app.PostAsync("awards/dry-run", new StringContent(WithCap(3, 3).ToJsonString(), System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rulesVersion"), (status, body.GetProperty("faults")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task New_rules_compute_only_after_a_dry_run_of_exactly_them_and_what_was_granted_stays_with_the_old()
    {
        await using AwardsApp first = await AwardsApp.StartAsync();
        await ImportThreeAsync(first);
        await first.ComputeAsync();
        await first.GrantAsync("W00001");
        JsonObject file = WithCap(2, 3);

        await using AwardsApp untried = await first.RestartAsync(Parse(file));
        ComputedAwards refused = await untried.ComputeAsync();
        Assert.Equal((1, null), (refused.RulesVersion, refused.Totals));
        Assert.Contains("dry run", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal(new Yen(40), (await untried.EntitlementAsync("W00002"))!.Amount);

        await using AwardsApp old = await untried.RestartAsync(AwardsApp.Campaign);
        RulesDifference difference = await old.TryAsync(file.ToJsonString());
        Assert.Equal((1L, 2L), (difference.Down, difference.Unchanged));
        await using AwardsApp tried = await old.RestartAsync(Parse(file));
        ComputedAwards computed = await tried.ComputeAsync();

        Assert.Equal((2, null, new Yen(73)), (computed.RulesVersion, computed.Refusal, computed.Totals!.Points));
        Assert.Equal((Yen.Zero, Yen.Zero), (computed.Totals.ToGrant, computed.Totals.ToWithdraw));
        Assert.Equal(new Yen(33), (await tried.EntitlementAsync("W00002"))!.Amount);
        (_, JsonElement granted) = await tried.ExplainAsync("W00001");
        (_, JsonElement open) = await tried.ExplainAsync("W00002");
        Assert.Equal((1, 40, 2, 33), (Int(granted, "rulesVersion"), Int(granted, "points"), Int(open, "rulesVersion"), Int(open, "points")));
    }

    [Fact]
    public async Task Rules_changed_under_the_same_version_are_refused_and_a_changed_word_elsewhere_is_not()
    {
        await using AwardsApp first = await AwardsApp.StartAsync();
        await ImportThreeAsync(first);
        await first.ComputeAsync();

        await using AwardsApp reworded = await first.RestartAsync(AwardsApp.Campaign with { Programme = "WESTER" });
        Assert.Null((await reworded.ComputeAsync()).Refusal);
        await using AwardsApp changed = await reworded.RestartAsync(Parse(WithCap(1, 3)));
        Assert.Contains("same version 1", (await changed.ComputeAsync()).Refusal, StringComparison.Ordinal);
    }

    private static Task ImportThreeAsync(AwardsApp app) =>
        app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100), AwardsApp.Shop("T-1", "W00002", 1_100), AwardsApp.Shop("T-1", "W00003", 1_100, status: "cancelled"));

    /// <summary>Another cap, with one example that shows it and the services and rates shown below it.</summary>
    internal static JsonObject WithCap(int version, int percent)
    {
        JsonObject file = CampaignFiles.Json("wester");
        file["shards"] = AwardsApp.Campaign.Shards;
        file["rulesVersion"] = version;
        file["limit"]!["percentOfAmount"] = percent;
        JsonArray examples = file["examples"]!.AsArray();
        foreach (JsonNode? example in examples.ToArray())
        {
            JsonNode purchase = example!["purchases"]![0]!;
            bool capped = purchase["kind"]?.GetValue<string>() == "per110" && purchase["outcome"]!.GetValue<string>() == "earned";
            if (capped || purchase["outcome"]!.GetValue<string>() == "capped")
            {
                purchase["outcome"] = "capped";
                long yen = example["purchases"]!.AsArray().Sum(one => one!["amount"]!.GetValue<long>());
                example["points"] = yen * percent / 100;
            }

            if (example["purchases"]!.AsArray().Count > 1)
            {
                examples.Remove(example);
            }
        }

        return file;
    }

    private static Campaign Parse(JsonObject file) => CampaignFile.Parse("wester.json", Encoding.UTF8.GetBytes(file.ToJsonString()));

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
