using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Compensation.CallCentre.Erasing;
using Compensation.CallCentre.Notes;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;
using Compensation.Tests.Coupons;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Lifecycle;

/// <summary>Once the times of keeping are over nobody can tell who anybody was, and the books are what they were.</summary>
public sealed class ForgetPeopleTests
{
    private static readonly string[] s_ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,", "YM-000002,2023-02-24,2000,true,,サトウ ジロウ,,090-2222-3310,jiro@example.jp", "YM-000003,2023-03-10,700,true,,スズキ ハナコ,,090-3333-4410,",
        "YM-000004,2023-02-24,900,true,,タナカ シロウ,,090-5555-6610,",
    ];

    [Fact]
    public async Task In_its_time_everybody_is_forgotten_whenever_storage_dies_and_money_seal_and_acts_stay()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: s_ledger);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        string jiro = (await world.PostAsync("people/search", new { phone = "090-2222-3310", by = "佐藤" })).Body.GetProperty("people")[0].GetProperty("person").GetString()!;
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        Assert.Equal(HttpStatusCode.Created, (await world.PostAsync($"people/{jiro}/notes", new { text = "サトウ様", outcome = "answered", by = "佐藤" }, "call-1")).Status);
        Entitlement waits = (await world.EntitlementAsync("YM-000004"))!;
        await MoveAsync(world, waits, one => one with { State = EntitlementState.Claimed });
        foreach (string over in new[] { "YM-000001", "YM-000002" })
        {
            await MoveAsync(world, (await world.EntitlementAsync(over))!, one => one with { State = EntitlementState.Expired });
        }

        JsonElement before = await ReportAsync(world);
        StandingClock clock = new(world.Campaign.KeepingBeginsAt.AddDays(365).AddSeconds(-1));
        ForgetPeople forget = ActivatorUtilities.CreateInstance<ForgetPeople>(world.App.Services, clock);
        await forget.Run(null!, CancellationToken.None);
        Assert.Equal(2, (await FoundAsync(world, new { phone = "090-2222-3310", by = "佐藤" })) + await FoundAsync(world, new { phone = "090-1234-5678", by = "佐藤" }));

        clock.Now = world.Campaign.KeepingBeginsAt.AddDays(365);
        int deaths = 0;
        while (await DiesAsync(world, forget, dieAt: 1 + deaths))
        {
            Assert.True(++deaths < 1_000);
        }

        await forget.Run(null!, CancellationToken.None);

        Assert.True(deaths > 5);
        foreach (object asked in new object[] { new { phone = "090-2222-3310", by = "佐藤" }, new { email = "jiro@example.jp", by = "佐藤" }, new { phone = "090-1234-5678", by = "佐藤" }, new { name = "スズキ　ハナコ", numberEnds = "0003", by = "佐藤" } })
        {
            Assert.Equal(0, await FoundAsync(world, asked));
        }

        JsonElement timeline = await world.GetAsync($"people/{jiro}");
        Assert.Equal((JsonValueKind.Null, 0), (Optional(timeline.GetProperty("erased"), "by"), timeline.GetProperty("next").GetArrayLength()));
        Assert.All(["サトウ", "…10", "…0002"], said => Assert.DoesNotContain(said, timeline.GetRawText(), StringComparison.Ordinal));
        JsonElement application = await world.GetAsync($"applications/{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1");
        Assert.All(["ヤマダ", "YM-000001", "1234"], said => Assert.DoesNotContain(said, application.GetRawText(), StringComparison.Ordinal));
        await AssertNothingIsLeftAsync(world, waits.Id);

        JsonElement after = await ReportAsync(world);
        Assert.Equal((true, before.GetProperty("entitled").GetProperty("yen").GetInt64(), before.GetProperty("expired").GetProperty("yen").GetInt64()), (after.GetProperty("balanced").GetBoolean(), after.GetProperty("entitled").GetProperty("yen").GetInt64(), after.GetProperty("expired").GetProperty("yen").GetInt64()));
        Assert.True((await world.PostAsync("seal/verify", new { })).Body.GetProperty("matches").GetBoolean());
        Assert.True((await world.GetAsync("acts/verify")).GetProperty("holds").GetBoolean());
        await MoveAsync(world, (await world.EntitlementAsync("YM-000004"))!, one => one with { State = EntitlementState.Paid });
        await forget.Run(null!, CancellationToken.None);
        Assert.Null((await world.EntitlementAsync("YM-000004"))!.ProtectedContact);
        string?[] acts = [.. (await world.GetAsync("acts")).GetProperty("acts").EnumerateArray().Select(act => act.GetProperty("operation").GetString())];
        Assert.Superset(new HashSet<string?> { "ForgetContacts", "ForgetApplicants", "ForgetNotes" }, acts.ToHashSet());
        world.Requests.Take();
        await forget.Run(null!, CancellationToken.None);
        Assert.InRange(world.Requests.Take().Count, 1, 20);
    }

    [Fact]
    public async Task Persons_are_counted_as_before_once_they_are_erased_on_request_or_in_time()
    {
        string[] ledger =
        [
            "YM-000001,2023-02-24,100,true,,ヤマダ,,090-1111-1110,", "YM-000002,2023-02-24,200,true,,ヤマダ,,090-1111-1110,",
            "YM-000003,2023-02-24,300,true,,サトウ,,090-2222-2210,sato@example.jp", "YM-000004,2023-02-24,400,true,,サトウ,,090-3333-3310,sato@example.jp", "YM-000005,2023-02-24,500,true,,サトウ,,090-3333-3310,",
            "YM-000006,2023-02-24,600,true,,タナカ,,090-5555-6610,", "YM-000007,2023-02-24,700,true,,スズキ,,090-7777-7710,", "YM-000008,2023-02-24,800,true,,スズキ,,090-7777-7710,",
        ];
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ledger);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-12T12:00"));
        foreach (string row in ledger)
        {
            await MoveAsync(world, (await world.EntitlementAsync(row[..9]))!, one => one with { State = EntitlementState.Expired });
        }

        Assert.Equal((4, 4), await PersonsAsync(world));

        // One of two that share a number, then the other; then three at once, as those of one form are.
        CarryOutErasure erase = ActivatorUtilities.CreateInstance<CarryOutErasure>(world.App.Services);
        foreach (string[] together in new string[][] { ["YM-000001"], ["YM-000002"], ["YM-000003", "YM-000004", "YM-000005"] })
        {
            EntitlementId[] ids = await Task.WhenAll(together.Select(async number => (await world.EntitlementAsync(number))!.Id));
            Assert.NotNull(await erase.HandleAsync(world.Campaign, ids, givesUp: false, "鈴木", CancellationToken.None));
            Assert.Equal((4, 4), await PersonsAsync(world));
        }

        ForgetPeople forget = ActivatorUtilities.CreateInstance<ForgetPeople>(world.App.Services, new StandingClock(world.Campaign.KeepingBeginsAt.AddDays(365)));
        for (int deaths = 0; await DiesAsync(world, forget, dieAt: 1 + deaths); deaths++)
        {
            Assert.True(deaths < 1_000);
        }

        Assert.Null((await world.EntitlementAsync("YM-000008"))!.ProtectedContact);
        Assert.Equal((4, 4), await PersonsAsync(world));
        Assert.Null((await world.EntitlementAsync("YM-000006"))!.OnePerson);
    }

    private static async Task<(int Entitled, int Expired)> PersonsAsync(ApplicationsWorld world)
    {
        JsonElement report = await ReportAsync(world);
        return (report.GetProperty("entitled").GetProperty("persons").GetInt32(), report.GetProperty("expired").GetProperty("persons").GetInt32());
    }

    /// <summary>Who waits for a code keeps where he is told of it, and nobody else anything.</summary>
    private static async Task AssertNothingIsLeftAsync(ApplicationsWorld world, EntitlementId waits)
    {
        TableServiceClient tables = world.App.Services.GetRequiredService<TableServiceClient>();
        List<TableEntity> entitlements = await tables.GetTableClient(EntitlementStore.TableName).QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal($"e:{waits}", Assert.Single(entitlements, row => row.GetString("Contact") is { Length: > 0 }).RowKey);
        Assert.DoesNotContain(entitlements, row => row.PartitionKey.Contains(":i:", StringComparison.Ordinal) || (row.RowKey.StartsWith("n:", StringComparison.Ordinal) && row.GetString("Address") is { Length: > 0 }));
        Assert.Contains(entitlements, row => row.RowKey.StartsWith("n:", StringComparison.Ordinal));
        List<TableEntity> coupons = await tables.GetTableClient(CouponStore.TableName).QueryAsync<TableEntity>("RowKey gt 'c:' and RowKey lt 'c;'").ToListAsync();
        Assert.Equal(4, coupons.Count);
        Assert.All(coupons, row => Assert.Equal((string.Empty, (string?)null, (string?)null), (row.GetString("Inquiry"), row.GetString("Contact"), row.GetString("Holder"))));
        Assert.Empty(await tables.GetTableClient(NoteStore.TableName).QueryAsync<TableEntity>().ToListAsync());
        Assert.DoesNotContain(await tables.GetTableClient("Applications").QueryAsync<TableEntity>().ToListAsync(), row => row.RowKey.StartsWith("search:", StringComparison.Ordinal) || row.RowKey.StartsWith("Contact:", StringComparison.Ordinal) || row.GetString("Words") is not null);
        Assert.DoesNotContain(await tables.GetTableClient("Persons").QueryAsync<TableEntity>().ToListAsync(), row => row.RowKey.StartsWith("p:", StringComparison.Ordinal));
    }

    private static async Task<bool> DiesAsync(ApplicationsWorld world, ForgetPeople forget, int dieAt)
    {
        int writes = 0;
        bool died = false;
        world.Requests.Dies = request => died |= !request.StartsWith("GET", StringComparison.Ordinal) && Interlocked.Increment(ref writes) >= dieAt;
        try
        {
            await forget.Run(null!, CancellationToken.None);
        }
        catch (Exception dead) when (died && dead is IOException or AggregateException)
        {
            // The next run does what is left.
        }
        finally
        {
            world.Requests.Dies = _ => false;
        }

        return died;
    }

    private static async Task<int> FoundAsync(ApplicationsWorld world, object asked) => (await world.PostAsync("people/search", asked)).Body.GetProperty("people").GetArrayLength();

    private static JsonValueKind Optional(JsonElement one, string member) => one.TryGetProperty(member, out JsonElement value) ? value.ValueKind : JsonValueKind.Null;

    private static async Task<JsonElement> ReportAsync(ApplicationsWorld world)
    {
        (await world.Http.PostAsync(new Uri($"campaigns/{world.Campaign.Id}/interim-report", UriKind.Relative), null)).Dispose();
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(30));
        return await world.GetAsync("interim-report");
    }

    private static async Task MoveAsync(ApplicationsWorld world, Entitlement person, Func<Entitlement, Entitlement> change)
    {
        EntitlementStore store = world.App.Services.GetRequiredService<EntitlementStore>();
        TableClient table = world.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(EntitlementStore.TableName);
        Entitlement before = (await store.FindAsync(person.Campaign, person.Id, CancellationToken.None))!;
        await table.UpdateEntityAsync(EntitlementRow.From(change(before), world.Campaign.Shards), Azure.ETag.All, TableUpdateMode.Replace);
    }
}
