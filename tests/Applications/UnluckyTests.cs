using System.Net;
using System.Text.Json;

namespace Compensation.Tests.Applications;

/// <summary>People whom a clock, a stranger or a second window of their own come in between.</summary>
public sealed class UnluckyTests
{
    private const string Phone = "+819012345678";

    private static readonly DateTimeOffset End = ApplicationsWorld.Japan("2023-05-01T00:00");

    [Fact]
    public async Task Whoever_sent_in_time_and_was_made_to_wait_by_a_stranger_gets_the_code_after_the_end()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        await world.UntilAsync(End.AddMinutes(-2));
        Uri stranger = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000009"));
        Uri own = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri late = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000002", delivery: "080-2222-1110"));
        await world.UntilAsync(End.AddSeconds(-20));
        Assert.Equal(HttpStatusCode.SeeOther, (await world.SendAsync(stranger, [])).Status);
        await world.UntilAsync(End.AddSeconds(-10));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.SendAsync(own, [])).Status);

        await world.UntilAsync(End.AddSeconds(15));
        Assert.Contains("受付は終了しました", (await world.SendAsync(late, [])).Page, StringComparison.Ordinal);
        Assert.Equal(own, (await world.OpenAsync((await world.OpenAsync(new Uri(own, "name"))).Next!)).Next);
        Assert.Contains("この内容で送信する", (await world.OpenAsync(own)).Page, StringComparison.Ordinal);
        SiteAnswer code = await world.SendAsync(own, []);
        Assert.Equal(new Uri(own, "code"), code.Next);
        SiteAnswer received = await world.SendAsync(code.Next!, [KeyValuePair.Create("code", world.CodeFor(Phone)!)]);
        Assert.Equal(new Uri(own, "received"), received.Next);
        JsonElement application = Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());
        Assert.Equal(End.AddSeconds(-10), application.GetProperty("receivedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Whoever_goes_back_and_changes_nothing_has_sent_it_all_the_same()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Dictionary<string, string> answers = ApplicationsWorld.Answers("YM-000001");
        await world.UntilAsync(End.AddMinutes(-3));
        Uri check = await world.SummaryAsync(answers);
        Uri code = (await world.SendAsync(check, [])).Next!;
        await world.UntilAsync(End.AddMinutes(-1));
        Assert.Equal(check, (await world.SendAsync(new Uri(check, "name"), answers)).Next);

        await world.UntilAsync(End.AddSeconds(1));
        Assert.Equal(new Uri(check, "received"), (await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor(Phone)!)])).Next);
    }

    /// <summary>The code is right, and in the other window the name has been changed meanwhile: it is sent again as it stands, and nothing breaks.</summary>
    [Fact]
    public async Task A_code_that_meets_a_change_in_a_second_window_leads_back_to_the_summary()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,,,,"]);
        Uri check = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri code = (await world.SendAsync(check, [])).Next!;
        bool isChanged = false;
        world.Requests.Dies = request =>
        {
            if (!isChanged && request.StartsWith("PUT", StringComparison.Ordinal) && request.EndsWith("Journeys", StringComparison.Ordinal))
            {
                isChanged = true;
                Assert.Equal(HttpStatusCode.SeeOther, Task.Run(() => world.SendAsync(new Uri(check, "name"), ApplicationsWorld.Answers("YM-000001", given: "ハナコ"))).InTimeAsync().GetAwaiter().GetResult().Status);
            }

            return false;
        };

        SiteAnswer entered = await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor(Phone)!)]);
        Assert.True(isChanged);
        Assert.Equal((HttpStatusCode.SeeOther, check), (entered.Status, entered.Next));
        Assert.Equal(new Uri(check, "received"), (await world.SendAsync(check, [])).Next);
        string id = Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray()).GetProperty("id").GetString()!;
        Assert.Equal("ハナコ", (await world.GetAsync($"applications/{id}")).GetProperty("form").GetProperty("given").GetString());
    }
}
