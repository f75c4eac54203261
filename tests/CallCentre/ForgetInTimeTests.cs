using Azure.Data.Tables;
using Compensation.CallCentre;
using Compensation.CallCentre.Bulk;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Lifecycle;
using Compensation.Notices.EventGrid;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Anchors;
using Compensation.Operations.Acts.Chain;
using Compensation.Waves;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.CallCentre;

public sealed class ForgetInTimeTests
{
    [Fact]
    public async Task What_was_said_is_erased_in_its_time_and_what_was_done_stays_with_the_chain_of_acts()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,3000,090-1234-5678", "KM-000002,2023-02-24,1000,true,3000,090-1234-5679");
        using AnchorKeeper keeper = new(new NoAnchors(), world.Clock, NullLogger<AnchorKeeper>.Instance);
        TableServiceClient tables = world.Get<TableServiceClient>();
        await tables.CreateTableIfNotExistsAsync(ActTrail.TableName);
        ActRows rows = new(tables);
        ActTrail trail = new(tables, world.Get<ProtectedFields>(), new ActChain(tables, keeper), rows);
        await tables.CreateTableIfNotExistsAsync(ResendStore.TableName);
        await tables.CreateTableIfNotExistsAsync(SetAsideEvents.TableName);
        SetAsideEvents setAside = new(tables, world.Get<ProtectedFields>(), world.Alarms, world.Clock);
        await setAside.KeepAsync([new ReceivedEvent(BinaryData.FromString("{\"to\":\"+819012345678\"}")) { Fault = "nobody knows" }], delivered: 1, CancellationToken.None);
        Assert.Single(await setAside.ReadPageAsync(null, 10, CancellationToken.None));
        await tables.CreateTableIfNotExistsAsync(BulkStore.TableName);
        BulkStore bulk = new(tables, world.Get<ProtectedFields>());
        BulkRecord done = new(CaseWorld.Campaign.Id, "0123456789abcdef", "ask-shops", new Signature("local:1", "佐藤", world.Clock.GetUtcNow()), "田中様ほか", 1) { EndedAt = world.Clock.GetUtcNow() };
        Assert.True(await bulk.TryAddAsync(done, [], CancellationToken.None));
        await tables.CreateTableIfNotExistsAsync(WaveStore.TableName);
        WaveStore waves = new(tables, world.Get<ProtectedFields>());
        ForgetInTime forget = new(world.Get<CampaignCatalog>(), world.Get<CaseStore>(), new ResendStore(tables, world.Get<ProtectedFields>()), bulk, waves, setAside, trail, world.Clock);
        DoubleChargeCase restored = await world.ApprovedAsync();
        await world.PutBackAsync(restored);
        DoubleChargeCase open = await world.ConfirmedAsync("call-2", CaseWorld.Form("KM-000002", receipt: "R-2"));
        Act act = new(trail.PlaceAt(world.Clock.GetUtcNow()), "RefuseCase", "/x", string.Empty, "person:1", string.Empty, "192.0.2.1", world.Clock.GetUtcNow(), null);
        await trail.BeginAsync("kumamoto", act);
        await trail.EndAsync("kumamoto", act with { By = "佐藤", Reason = "田中様のお申し出", Status = 200 }, []);

        world.Clock.Now = CaseWorld.Campaign.BooksCloseAt.AddDays(365).AddSeconds(-1);
        await forget.Run(null!, CancellationToken.None);
        Assert.Equal("熊本の店", world.Desk.FactsOrNoneOf(await FindAsync(world, restored)).Shop);

        world.Clock.Now = CaseWorld.Campaign.BooksCloseAt.AddDays(365);
        await forget.Run(null!, CancellationToken.None);
        await forget.Run(null!, CancellationToken.None);
        Assert.Empty(await setAside.ReadPageAsync(null, 10, CancellationToken.None));

        Assert.Equal(done with { Reason = string.Empty }, (await bulk.FindAsync(done.Campaign, done.Id, CancellationToken.None))! with { Version = default });
        DoubleChargeCase kept = await FindAsync(world, restored);
        CaseDetails shown = await world.Get<ShowCases>().DetailsAsync(CaseWorld.Campaign, kept, CancellationToken.None);
        Assert.Equal((true, CaseState.Restored, new Yen(500), "Ben"), (kept.IsForgotten, kept.State, kept.Amount, kept.Approved?.Name));
        Assert.Equal((string.Empty, string.Empty, null), (shown.Facts.InquiryNumber, shown.Facts.Shop, shown.Shop));
        Assert.All(shown.History, step => Assert.Null(step.Words));
        Assert.False((await FindAsync(world, open)).IsForgotten);
        IReadOnlyList<Act> acts = await trail.ReadPageAsync("kumamoto", PlaceRange.All, 10, CancellationToken.None);
        Assert.Equal(["ForgetReasons", "ForgetCases", "RefuseCase"], acts.Select(one => one.Operation));
        Assert.All(acts, one => Assert.Empty(one.Reason));
        Act events = Assert.Single(await trail.ReadPageAsync(ActTrail.Installation, PlaceRange.All, 10, CancellationToken.None));
        Assert.Equal(("ForgetEvents", new ActNoteRow("events", "1")), (events.Operation, await rows.ReadAsync(ActTrail.Installation, events.Id, CancellationToken.None).SingleAsync()));
        Assert.Equal([new ActNoteRow(restored.Number.Value, "Forgotten")], await rows.ReadAsync("kumamoto", acts[1].Id, CancellationToken.None).ToListAsync());
        Assert.True((await new VerifyChain(tables, world.Get<ProtectedFields>(), rows, new NoAnchors()).HandleAsync("kumamoto", CancellationToken.None)).Holds);
    }

    private static async Task<DoubleChargeCase> FindAsync(CaseWorld world, DoubleChargeCase one) => (await world.Get<CaseStore>().FindAsync(CaseWorld.Campaign.Id, one.Number, CancellationToken.None))!;
}
