using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Local.Host;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Common.Files;

/// <summary>Turns of files at instances of the app that share nothing but the store.</summary>
public sealed class ImportLeaseTests : IDisposable
{
    private static readonly CampaignId s_kumamoto = CampaignId.Parse("kumamoto");
    private static readonly CampaignId s_nagasaki = CampaignId.Parse("nagasaki");
    private static readonly Dictionary<string, long> s_counts = new(StringComparer.Ordinal) { ["rows"] = 3 };

    private readonly TestStore _store = new();
    private readonly TableServiceClient _tables;
    private readonly WorkInProgress _work = new();
    private readonly VirtualClock _clock;
    private readonly ImportLeases _here;
    private readonly ImportLeases _elsewhere;

    public ImportLeaseTests()
    {
        _tables = _store.Connect();
        _tables.CreateTableIfNotExists(ImportBook.TableName);
        _clock = new VirtualClock(new DateTimeOffset(2023, 3, 10, 0, 0, 0, TimeSpan.Zero), _work);
        _here = LeasesOf(new ClaimHolders());
        _elsewhere = LeasesOf(new ClaimHolders("elsewhere/1/1"));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Codes_have_one_turn_in_the_whole_installation_and_other_files_one_for_each_campaign_and_kind()
    {
        await using ImportLease codes = (await TakeAsync(_here, s_kumamoto, ImportKind.Codes))!;
        await using ImportLease purchases = (await TakeAsync(_here, s_kumamoto, ImportKind.Purchases))!;
        await using ImportLease ledger = (await TakeAsync(_here, s_kumamoto, ImportKind.Ledger))!;

        Assert.Null(await TakeAsync(_elsewhere, s_nagasaki, ImportKind.Codes));
        Assert.Null(await TakeAsync(_elsewhere, s_kumamoto, ImportKind.Purchases));
        Assert.Null(await TakeAsync(_elsewhere, s_kumamoto, ImportKind.Adjustments));
        await using ImportLease other = (await TakeAsync(_elsewhere, s_nagasaki, ImportKind.Purchases))!;
        await using ImportLease contacts = (await TakeAsync(_elsewhere, s_kumamoto, ImportKind.MemberContacts))!;
        await codes.DisposeAsync();
        await using ImportLease next = (await TakeAsync(_elsewhere, s_nagasaki, ImportKind.Codes))!;
    }

    [Fact]
    public async Task Whoever_has_lost_the_turn_stops_writing_and_is_on_the_list_as_broken_off()
    {
        await using ImportLease lease = (await TakeAsync(_here, s_kumamoto, ImportKind.Purchases))!;
        TableEntity row = await _tables.GetTableClient(ImportBook.TableName).GetEntityAsync<TableEntity>("kumamoto:book", "turn:Purchases");
        row["Attempt"] = Guid.NewGuid();
        await _tables.GetTableClient(ImportBook.TableName).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        Task<int> writing = lease.WriteAsync(WaitAsync, CancellationToken.None);
        await _clock.RunAsync(() => true);
        Task running = _clock.RunAsync(() => writing.IsCompleted);

        await Assert.ThrowsAsync<ImportTurnLostException>(() => writing);
        await lease.DisposeAsync();
        Assert.Equal((ImportKind.Purchases, ImportStanding.BrokenOff, "anna"), Assert.Single(await ReadBookAsync()) is var begun ? (begun.Kind, begun.Standing, begun.By) : default);
        await running;
    }

    [Fact]
    public async Task A_turn_that_is_renewed_lasts_for_as_long_as_the_work()
    {
        await using ImportLease lease = (await TakeAsync(_here, s_kumamoto, ImportKind.Purchases))!;
        DateTimeOffset end = _clock.GetUtcNow().AddMinutes(9);
        while (_clock.GetUtcNow() < end)
        {
            DateTimeOffset next = _clock.GetUtcNow().AddSeconds(40);
            await _clock.RunAsync(() => _clock.GetUtcNow() >= next);
            await UntilRenewedAsync(next);
            Assert.Null(await TakeAsync(_elsewhere, s_kumamoto, ImportKind.Purchases));
        }

        await lease.CompleteAsync(hasChanged: true, s_counts);
        Assert.Equal(ImportStanding.Completed, Assert.Single(await ReadBookAsync()).Standing);
    }

    [Fact]
    public async Task A_file_that_died_is_listed_as_begun_at_once_and_stays_on_the_list()
    {
        ImportLeases dead = LeasesOf(new ClaimHolders($"{Environment.MachineName}/999999999/1"));
        ImportLease codes = (await TakeAsync(dead, s_kumamoto, ImportKind.Codes))!;
        ImportLease purchases = (await TakeAsync(dead, s_kumamoto, ImportKind.Purchases))!;
        ImportLease act = (await dead.TakeAsync(new ImportWork(s_kumamoto, ImportKind.Ledger, "taking back 1", "anna"), CancellationToken.None))!;
        await using ImportLease underWay = (await TakeAsync(_here, s_kumamoto, ImportKind.MemberContacts))!;

        Assert.Equal(
            [(ImportKind.Codes, ImportStanding.BrokenOff), (ImportKind.Purchases, ImportStanding.BrokenOff), (ImportKind.MemberContacts, ImportStanding.UnderWay)],
            (await _here.ReadOpenAsync(s_kumamoto, CancellationToken.None)).Select(file => (file.Kind, file.Standing)).Order());
        Assert.Empty(await _here.ReadOpenAsync(s_nagasaki, CancellationToken.None));

        // Whoever comes next goes on at once, of whatever campaign.
        await using (ImportLease next = (await TakeAsync(_here, s_nagasaki, ImportKind.Codes))!)
        {
            await next.CompleteAsync(hasChanged: false, s_counts);
        }

        Assert.Equal((codes.FileId, ImportStanding.BrokenOff), Assert.Single(await ReadBookAsync()) is var begun ? (begun.Id, begun.Standing) : default);
        Assert.Equal([ImportKind.Purchases, ImportKind.MemberContacts], (await _here.ReadOpenAsync(s_kumamoto, CancellationToken.None)).Select(file => file.Kind).Order());
        GC.KeepAlive((purchases, act));
    }

    [Fact]
    public async Task A_file_that_changes_nothing_is_noted_only_where_an_earlier_try_of_it_broke_off()
    {
        await CompleteAsync(hasChanged: false);
        Assert.Empty(await ReadBookAsync());

        await using (ImportLease failing = (await TakeAsync(_here, s_kumamoto, ImportKind.Purchases))!)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => failing.WriteAsync<int>(_ => throw new TimeoutException(), CancellationToken.None));
        }

        await CompleteAsync(hasChanged: false);
        await CompleteAsync(hasChanged: false);
        Assert.Equal([ImportStanding.Completed, ImportStanding.BrokenOff], (await ReadBookAsync()).Select(file => file.Standing).Order());

        async Task CompleteAsync(bool hasChanged)
        {
            await using ImportLease lease = (await TakeAsync(_here, s_kumamoto, ImportKind.Purchases))!;
            Assert.Equal(1, await lease.WriteAsync(_ => Task.FromResult(1), CancellationToken.None));
            await lease.CompleteAsync(hasChanged, s_counts);
        }
    }

    private static async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    private ImportLeases LeasesOf(ClaimHolders holders) => new(_tables, holders, Options.Create(new ImportOptions { PatienceSeconds = 0 }), _clock);

    private static Task<ImportLease?> TakeAsync(ImportLeases leases, CampaignId campaign, ImportKind kind) =>
        leases.TakeAsync(new ImportWork(campaign, kind, "a.csv", "anna") { Sha256 = new string('a', 64) }, CancellationToken.None);

    private Task<List<ImportEntry>> ReadBookAsync() => new ImportBook(_tables).ListAsync(s_kumamoto, CancellationToken.None).ToListAsync().AsTask();

    /// <summary>The timer has fired; its request is on its way.</summary>
    private async Task UntilRenewedAsync(DateTimeOffset at)
    {
        while ((await _tables.GetTableClient(ImportBook.TableName).GetEntityAsync<TableEntity>("kumamoto:book", "turn:Purchases")).Value.GetDateTimeOffset("Until") < at.AddMinutes(2))
        {
            await Task.Delay(10);
        }
    }
}
