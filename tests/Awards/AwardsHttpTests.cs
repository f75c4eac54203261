using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Awards;
using Compensation.Common.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Awards;

public sealed class AwardsHttpTests
{
    [Fact]
    public async Task A_file_is_answered_with_its_counts_or_its_errors()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        (HttpStatusCode status, JsonElement body) = await app.PostAsync("purchases", new StreamContent(AwardsApp.Csv(AwardsApp.Shop("T-1", "W00001", 1_100))));
        Assert.Equal((HttpStatusCode.OK, "imported", 1), (status, body.GetProperty("outcome").GetString(), body.GetProperty("counts").GetProperty("added").GetInt32()));

        (status, body) = await app.PostAsync("purchases", new StreamContent(AwardsApp.Csv("T-1,1,SECRET MEMBER,shops,,per110,2023-10-15,,1100,,,,,completed")));
        JsonElement error = Assert.Single(body.GetProperty("errors").EnumerateArray());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 2, "member_id"), (status, error.GetProperty("line").GetInt32(), error.GetProperty("field").GetString()));
        Assert.DoesNotContain("SECRET", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_transaction_of_a_member_is_explained_in_both_languages()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync("T-1,1,W00001,trains,,,,2023-11-01,6000,30,,,,completed", "T-2,1,W00001,trains,,,,2023-10-31,1200,78,,,,completed", AwardsApp.Shop("T-3", "W00001", 100));

        (HttpStatusCode status, JsonElement body) = await app.ExplainAsync("w00001");

        Assert.Equal((HttpStatusCode.OK, 243, "243 7/11"), (status, body.GetProperty("points").GetInt32(), body.GetProperty("exact").GetString()));
        JsonElement[] transactions = [.. body.GetProperty("transactions").EnumerateArray()];
        Assert.Equal(["boarding date 1 Nov 2023: outside the period"], Texts(transactions[0], "english"));
        Assert.Equal("capped at 20 %: 240 of 312", Texts(transactions[1], "english")[^1]);
        Assert.Equal("税込100円÷110×4＝3 7/11ポイント", Texts(transactions[2], "japanese")[^2]);
        Assert.Equal(("3 7/11", "3"), (transactions[2].GetProperty("points").GetString(), transactions[2].GetProperty("counted").GetString()));
        Assert.DoesNotContain("W00001", body.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("W99999", HttpStatusCode.NotFound)]
    [InlineData("?", HttpStatusCode.BadRequest)]
    public async Task Nobody_and_nonsense_are_told_apart(string member, HttpStatusCode expected)
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        Assert.Equal(expected, (await app.ExplainAsync(member)).Status);
    }

    [Fact]
    public async Task A_computation_is_started_and_its_report_read_over_HTTP()
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        await app.ImportAsync(AwardsApp.Shop("T-1", "W00001", 1_100));
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("awards", new StringContent(string.Empty))).Status);
        await app.Get<DurableTaskClient>().WaitForInstanceCompletionAsync("wester:awards");

        AwardsReport report = (await app.Http.GetFromJsonAsync<AwardsReport>("campaigns/wester/awards", JsonBody.Format))!;

        Assert.Equal(("Completed", null, 40L), (report.Status, report.Refusal, report.Computed!.Totals!.Points.Amount));
    }

    [Theory]
    [InlineData("campaigns/atlantis/awards")]
    [InlineData("campaigns/wester/awards/dry-run/0123456789abcdef")]
    [InlineData("campaigns/wester/awards/dry-run/nonsense")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        await using AwardsApp app = await AwardsApp.StartAsync();
        using HttpResponseMessage answer = await app.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string[] Texts(JsonElement transaction, string language) => [.. transaction.GetProperty(language).EnumerateArray().Select(text => text.GetString()!)];
}
