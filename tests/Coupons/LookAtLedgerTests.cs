using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Operations.Alarms;
using Microsoft.DurableTask;
using Moq;

namespace Compensation.Tests.Coupons;

public sealed class LookAtLedgerTests
{
    private const string Row = "KM-000001,2023-02-24,3000,true,090-1234-5678,";

    [Fact]
    public async Task A_ledger_of_which_something_is_owed_is_ready_from_the_cutoff_on()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Row);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt - CloseLedger.ClocksApartMax - TimeSpan.FromTicks(1);
        Assert.Equal(LedgerStandingKind.CutoffMoved, (await LookAsync(ledger)).Kind);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.Get<CloseLedger>().Run(LedgerFixture.Id, CancellationToken.None));
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        Assert.Equal(LedgerStandingKind.Ready, (await LookAsync(ledger)).Kind);
        Assert.Empty(ledger.Alarms.Raised);
    }

    [Fact]
    public async Task A_machine_a_little_behind_looks_again_and_may_close_what_another_found_ready()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Row);
        foreach (TimeSpan behind in new[] { TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(900), CloseLedger.ClocksApartMax })
        {
            ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt - behind;
            Assert.Equal(LedgerStandingKind.AlmostCutoff, (await LookAsync(ledger)).Kind);
        }

        Assert.Equal(LedgerFixture.Campaign.Shards, await ledger.Get<CloseLedger>().Run(LedgerFixture.Id, CancellationToken.None));
        Assert.Empty(ledger.Alarms.Raised);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("KM-000001,2024-02-24,3000,true,090-1234-5678,")]
    [InlineData("KM-000001,2023-02-24,0,true,090-1234-5678,")]
    public async Task Nothing_is_sealed_without_a_word_where_nothing_is_owed(string? row)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        if (row is not null)
        {
            await ledger.ImportAsync(row);
        }

        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        Assert.Equal(LedgerStandingKind.NothingOwed, (await LookAsync(ledger)).Kind);
        Assert.Equal([AlarmKind.LedgerEmpty], ledger.Alarms.Raised);

        await ledger.Get<NothingOwed>().ConfirmAsync(LedgerFixture.Id, "tester", "all was spent", CancellationToken.None);
        await ledger.Get<NothingOwed>().ConfirmAsync(LedgerFixture.Id, "tester", "again", CancellationToken.None);
        Assert.Equal(LedgerStandingKind.Ready, (await LookAsync(ledger)).Kind);
        Assert.Equal((row is null ? 0 : 1, 0), (await ledger.SealAsync()) is var sealedLedger ? (sealedLedger.Coupons, sealedLedger.People) : default);
    }

    [Fact]
    public async Task An_import_that_was_taken_back_is_owed_to_nobody()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult mistake = await ledger.ImportAsync(Row);
        await ledger.Get<TakingBack>().RunAsync(LedgerFixture.Campaign, mistake.Import!, "tester", "the wrong file", CancellationToken.None);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        Assert.Equal(LedgerStandingKind.NothingOwed, (await LookAsync(ledger)).Kind);
    }

    [Fact]
    public async Task An_import_under_way_holds_the_seal_up_loudly_and_not_for_ever()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await ledger.ImportAsync(Row);
        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddMinutes(-1);
        await using ImportLease turn = (await ledger.Get<LedgerLeases>().TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "late.csv", "tester"), CancellationToken.None))!;

        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt;
        LedgerStanding held = await LookAsync(ledger);
        Assert.Equal((LedgerStandingKind.ImportUnderWay, true), (held.Kind, held.Text.Contains("late.csv", StringComparison.Ordinal)));
        Assert.Equal([AlarmKind.ImportStuck], ledger.Alarms.Raised);

        ledger.Clock.Now = LedgerFixture.Campaign.CutoffAt.AddMinutes(new LedgerOptions().HoldSealMinutes);
        Assert.Equal(LedgerStandingKind.Ready, (await LookAsync(ledger)).Kind);
        await ledger.SealAsync();
        ImportEntry entry = new(turn.FileId, ImportKind.Ledger, "late.csv", string.Empty, null, ledger.Clock.Now, new Dictionary<string, long>(StringComparer.Ordinal));
        await Assert.ThrowsAsync<LedgerClosedException>(() => ledger.Get<LedgerLeases>().CompleteAsync(turn, entry));
        Assert.Single(await ledger.BookAsync());
    }

    [Fact]
    public async Task A_turn_is_one_files_until_it_ends_or_falls_silent()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        LedgerLeases leases = ledger.Get<LedgerLeases>();
        ImportLease first = (await TakeAsync())!;
        Task<ImportLease?> second = TakeAsync();
        Assert.NotNull(await leases.FindAsync(LedgerFixture.Id, CancellationToken.None));
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using ImportLease taken = (await second)!;
        Assert.NotEqual(first.FileId, taken.FileId);

        ledger.Clock.Now = ledger.Clock.Now.AddMinutes(new ImportOptions().LeaseMinutes);
        Assert.Null(await leases.FindAsync(LedgerFixture.Id, CancellationToken.None));

        // Set back by more than a lease is long, the clock would keep a dead turn alive for as long.
        ledger.Clock.Now = ledger.Clock.Now.AddDays(-2);
        Assert.Null(await leases.FindAsync(LedgerFixture.Id, CancellationToken.None));

        Task<ImportLease?> TakeAsync() => leases.TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "a.csv", null), CancellationToken.None);
    }

    [Fact]
    public async Task A_turn_that_was_lost_to_another_cannot_be_completed()
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        await using ImportLease lost = (await ledger.Get<LedgerLeases>().TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "a.csv", null), CancellationToken.None))!;
        ledger.Clock.Now = ledger.Clock.Now.AddHours(1);
        LedgerLeases elsewhere = new(ledger.Tables, new ImportLeases(ledger.Tables, new ClaimHolders(), Microsoft.Extensions.Options.Options.Create(new ImportOptions()), ledger.Clock));
        await using ImportLease other = (await elsewhere.TakeAsync(new ImportWork(LedgerFixture.Id, ImportKind.Ledger, "b.csv", null), CancellationToken.None))!;

        await Assert.ThrowsAsync<ImportTurnLostException>(() => elsewhere.CompleteAsync(lost, Entry(lost)));
        await elsewhere.CompleteAsync(other, Entry(other));
        Assert.Equal([other.FileId], (await ledger.BookAsync()).Select(entry => entry.Id));

        ImportEntry Entry(ImportLease turn) => new(turn.FileId, ImportKind.Ledger, "a.csv", string.Empty, null, ledger.Clock.Now, new Dictionary<string, long>(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sealing_waits_for_what_stands_in_the_way_and_begins_anew_where_the_cutoff_was_moved()
    {
        DateTime now = LedgerFixture.Campaign.CutoffAt.UtcDateTime;
        Queue<LedgerStandingKind> standings = new([LedgerStandingKind.AlmostCutoff, LedgerStandingKind.ImportUnderWay, LedgerStandingKind.NothingOwed, LedgerStandingKind.CutoffMoved]);
        List<object?> shown = [];
        Mock<TaskOrchestrationContext> context = new();
        context.Setup(orchestration => orchestration.CurrentUtcDateTime).Returns(() => now);
        context.Setup(orchestration => orchestration.GetInput<CampaignId>()).Returns(LedgerFixture.Id);
        context.Setup(orchestration => orchestration.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>())).Callback((DateTime until, CancellationToken _) => now = until).Returns(Task.CompletedTask);
        context.Setup(orchestration => orchestration.SetCustomStatus(It.IsAny<object>())).Callback((object? status) => shown.Add(status));
        context.Setup(orchestration => orchestration.CallActivityAsync<LedgerStanding>(nameof(LookAtLedger), LedgerFixture.Id, It.IsAny<TaskOptions>()))
            .ReturnsAsync(() => new LedgerStanding(standings.Dequeue(), "why"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => SealLedger.Run(context.Object));

        Assert.Equal(4, shown.Count);
        Assert.Equal(LedgerFixture.Campaign.CutoffAt.AddMinutes(16).AddSeconds(5).UtcDateTime, now);
        context.Verify(orchestration => orchestration.CallActivityAsync<int>(nameof(CloseLedger), It.IsAny<object>(), It.IsAny<TaskOptions>()), Times.Never());
    }

    private static Task<LedgerStanding> LookAsync(LedgerFixture ledger) => ledger.Get<LookAtLedger>().Run(LedgerFixture.Id, CancellationToken.None);
}
