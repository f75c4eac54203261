using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using Azure;
using Compensation.CallCentre.People;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Tests.ConsolePages;
using Compensation.Tests.Notices;
using Compensation.Tests.Sending;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.CallCentre;

/// <summary>Rights of two people that one number had made one person are taken apart, each with its link, its messages and its money.</summary>
public sealed class TakeApartTests
{
    [Fact]
    public async Task Whoever_is_taken_apart_keeps_link_messages_and_money_and_is_on_the_list_since_nothing_was_his_own()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null, Desk.Settings);
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0));
        await world.SealAsync();
        await JoinAsync(world, "join-1");
        await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromHours(1));
        Entitlement[] before = await ReadAsync(world, owed);
        IReadOnlyList<Notice> sent = await world.Get<NoticeStore>().ReadOfAsync(before[0], CancellationToken.None);
        Assert.Equal([null, owed[0].Id, owed[0].Id], before.Select(one => one.Lead));

        using Desk supervisor = await SitDownAsync(world, Roles.Supervisor, "suzuki");
        using Desk operators = await SitDownAsync(world, Roles.Operator, "sato");
        string page = $"/console/kumamoto/people/{owed[2].Id}";
        Assert.Contains($"{page}/take-apart", (await supervisor.LookAsync(page)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain($"{page}/take-apart", (await operators.LookAsync(page)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.NotFound, await operators.StatusOfAsync($"{page}/take-apart"));
        IDocument asked = await supervisor.LookAsync($"{page}/take-apart");
        Assert.Contains(owed[0].Id.ToString(), Desk.TextOf(asked), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await supervisor.SendAsync(asked, $"{page}/take-apart")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await supervisor.SendAsync(asked, $"{page}/take-apart", ("reason", "別の方の番号"))).Status);
        await JoinAsync(world, "join-2");

        Entitlement[] after = await ReadAsync(world, owed);
        Assert.Equal([null, owed[0].Id, null], after.Select(one => one.Lead));
        Assert.Equal([owed[1].Id], after[0].Companions);
        Assert.Equal(before.Select(MoneyAndWay), after.Select(MoneyAndWay));
        Assert.Equal(sent, await world.Get<NoticeStore>().ReadOfAsync(after[0], CancellationToken.None));
        string own = new Uri(world.Get<ReceiptLinks>().LinkFor(after[2])).AbsolutePath;
        Assert.DoesNotContain(own["/r/".Length..], await world.Http.GetStringAsync(new Uri(world.Get<ReceiptLinks>().LinkFor(after[0])).AbsolutePath), StringComparison.Ordinal);
        Assert.Contains("1,002円", await world.Http.GetStringAsync(own), StringComparison.Ordinal);
        Assert.Equal([owed[2].Id], (await world.UnreachedAsync()).Select(one => one.Entitlement));
        JsonElement next = (await world.Http.GetFromJsonAsync<JsonElement>($"campaigns/kumamoto/people/{owed[2].Id}")).GetProperty("next")[0];
        Assert.Equal(("resend", true), (next.GetProperty("action").GetString(), next.GetProperty("isAdvised").GetBoolean()));
        JsonElement act = (await world.Http.GetFromJsonAsync<JsonElement>("campaigns/kumamoto/acts")).GetProperty("acts")[0];
        Assert.Equal(("DoConsolePersonTask", "別の方の番号", 3), (act.GetProperty("operation").GetString(), act.GetProperty("reason").GetString(), act.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task The_one_that_leads_can_go_too_over_http_and_the_others_stay_together()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0));
        await JoinAsync(world, "join-1");
        JsonElement taken = await TakeApartAsync(world, owed[0]);
        Assert.Equal([owed[1].Id, owed[2].Id], taken.GetProperty("from").EnumerateArray().Select(id => EntitlementId.Parse(id.GetString()!)));
        Entitlement[] after = await ReadAsync(world, owed);
        Assert.Equal([null, null, owed[1].Id], after.Select(one => one.Lead));
        Assert.Equal([[], [owed[2].Id], []], after.Select(one => one.Companions));
        Assert.Empty((await TakeApartAsync(world, owed[0])).GetProperty("from").EnumerateArray());
        using HttpResponseMessage nobody = await world.Http.PostAsJsonAsync("campaigns/kumamoto/people/000000000000/take-apart", new { reason = "x", by = "佐藤" });
        using HttpResponseMessage unsaid = await world.Http.PostAsJsonAsync($"campaigns/kumamoto/people/{owed[1].Id}/take-apart", new { reason = "", by = "佐藤" });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (nobody.StatusCode, unsaid.StatusCode));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Whenever_storage_dies_somebody_speaks_for_everybody_and_a_repeat_completes_it(int whom)
    {
        BreakableStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        for (int dieAt = 1; ; dieAt++)
        {
            IReadOnlyList<Entitlement> owed = await world.OweAsync(3, _ => SendingWorld.Phone(0));
            foreach ((Entitlement before, Entitlement joined) in JoinBucket.Joined(await ReadAsync(world, owed)))
            {
                await world.Get<EntitlementStore>().TryMoveAsync(before, joined, CancellationToken.None);
            }

            storage.DieAt(dieAt, afterwards: dieAt % 2 == 0);
            bool died = await DiesAsync(world, owed[whom]);
            storage.Heal();
            Dictionary<EntitlementId, Entitlement> then = (await ReadAsync(world, owed)).ToDictionary(one => one.Id);
            Assert.All(then.Values, one => Assert.True(one.Lead is not { } lead || then[lead].Companions.Contains(one.Id)));

            Assert.NotNull(await world.Get<TakeApart>().HandleAsync(SendingWorld.Campaign, owed[whom].Id, CancellationToken.None));
            Entitlement[] after = await ReadAsync(world, owed);
            Assert.Equal((null, 0), (after[whom].Lead, after[whom].Companions.Count));
            Assert.DoesNotContain(after, one => one.Lead == owed[whom].Id);
            if (!died)
            {
                Assert.True(dieAt > 5);
                return;
            }
        }
    }

    private static async Task<bool> DiesAsync(SendingWorld world, Entitlement whom)
    {
        try
        {
            await world.Get<TakeApart>().HandleAsync(SendingWorld.Campaign, whom.Id, CancellationToken.None);
            return false;
        }
        catch (RequestFailedException)
        {
            return true;
        }
    }

    private static object MoneyAndWay(Entitlement one) => (one.Amount, one.State, one.ProtectedContact, one.LinkVersion, one.Contacts);

    private static async Task<Entitlement[]> ReadAsync(SendingWorld world, IReadOnlyList<Entitlement> owed) => [.. (await Task.WhenAll(owed.Select(world.ReadAsync))).Select(one => one!)];

    private static async Task<JsonElement> TakeApartAsync(SendingWorld world, Entitlement whom)
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync($"campaigns/kumamoto/people/{whom.Id}/take-apart", new { reason = "別の方", by = "佐藤" });
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task JoinAsync(SendingWorld world, string id)
    {
        PersonsToJoin order = new(SendingWorld.Campaign.Id, SendingWorld.Campaign.Shards);
        await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(JoinPersons), order, new StartOrchestrationOptions($"kumamoto:{id}"));
        OrchestrationMetadata ended = await world.UntilAsync($"kumamoto:{id}", join => join.IsCompleted);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }

    private static Task<Desk> SitDownAsync(SendingWorld world, Roles roles, string name) => Desk.SitDownAsync(world.Services, world.Http.BaseAddress!, name, roles);
}
