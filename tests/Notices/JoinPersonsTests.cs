using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Persons;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Notices;

/// <summary>The join over a real embedded store of two shards, which can die at any request.</summary>
public sealed class JoinPersonsTests : IAsyncLifetime
{
    private static readonly Campaign Campaign = TestCampaigns.Kumamoto with { Shards = 2 };

    private readonly TestStore _store = new();
    private readonly BreakableStorage _storage = new();
    private readonly ProtectedFields _fields = new(new EphemeralDataProtectionProvider());
    private readonly TableServiceClient _tables;
    private readonly EntitlementStore _entitlements;
    private readonly IndexPersons _index;
    private readonly JoinBucket _join;
    private ulong _number;

    public JoinPersonsTests()
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(_storage, HttpPipelinePosition.PerRetry);
        _tables = _store.Connect(options);
        CampaignCatalog campaigns = new([Campaign]);
        _entitlements = new EntitlementStore(_tables, campaigns);
        PersonKeys keys = new(new KeyedHash(new byte[32]), _fields);
        PersonIndex index = new(_tables);
        _index = new IndexPersons(campaigns, _entitlements, keys, index);
        _join = new JoinBucket(_entitlements, keys, index, NullLogger<JoinBucket>.Instance);
    }

    public Task InitializeAsync() => EmptyAsync();

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_phone_decides_where_there_is_one_else_the_address_whatever_the_case_of_its_domain()
    {
        IReadOnlyList<Entitlement> owed = await OweAsync(
            new Contact("+819010000001", null),
            new Contact("+819010000001", "taro@example.jp"),
            new Contact(null, "taro@example.jp"),
            new Contact(null, "taro@Example.JP"),
            new Contact(null, "Taro@example.jp"),
            new Contact(null, null),
            new Contact(null, null));

        JoinedPersons joined = await RunAsync();

        Assert.Equal(new JoinedPersons(2, 2), joined);
        Assert.Equal([1, null, null, 2, null, null, null], await LeadsOfAsync(owed));
        Assert.Equal([owed[0].Id], (await ReadAsync(owed[1])).Companions);
    }

    [Fact]
    public async Task Only_those_whose_messages_go_out_in_one_wave_are_joined()
    {
        Contact phone = new("+819010000001", null);
        IReadOnlyList<Entitlement> owed = await OweAsync(EntitlementRoute.Application, phone, phone);
        IReadOnlyList<Entitlement> app = await OweAsync(EntitlementRoute.App, phone);
        IReadOnlyList<Entitlement> restored = await OweAsync(EntitlementRoute.DoubleCharge, phone);

        await RunAsync();

        Assert.Equal([null, 0, null, 2], await LeadsOfAsync([.. owed, .. app, .. restored]));
    }

    [Fact]
    public async Task After_fifty_companions_another_leads()
    {
        IReadOnlyList<Entitlement> owed = await OweAsync([.. Enumerable.Repeat(new Contact("+819010000001", null), 60)]);

        JoinedPersons joined = await RunAsync();

        Assert.Equal(new JoinedPersons(2, 58), joined);
        Entitlement[] people = await Task.WhenAll(owed.Select(ReadAsync));
        Assert.Equal([50, 8], people.Where(person => person.Lead is null).Select(person => person.Companions.Count).OrderDescending());
        Assert.All(people.Where(person => person.Lead is not null), follower => Assert.Contains(follower.Id, people.Single(person => person.Id == follower.Lead).Companions));
    }

    [Fact]
    public async Task A_shard_that_holds_more_than_a_page_is_joined_to_its_end()
    {
        Entitlement[] owed = [.. Enumerable.Range(1, 1001).Select(number => Owed((ulong)number << 12, EntitlementRoute.App, new Contact($"+8190{10_000_000 + (number % 1000)}", null)))];
        foreach (Entitlement[] some in owed.Chunk(EntitlementStore.TransactionSizeMax))
        {
            await _entitlements.CreateAsync(some, CancellationToken.None);
        }

        Assert.Equal(new JoinedPersons(1, 1), await RunAsync());
        Assert.Equal(owed[0].Id, (await ReadAsync(owed[1000])).Lead);
    }

    [Fact]
    public async Task What_is_joined_stays_so_when_the_campaign_is_started_again_after_a_correction()
    {
        Contact phone = new("+819010000001", null);
        IReadOnlyList<Entitlement> owed = await OweAsync(phone, phone, new Contact("+819010000002", null));
        JoinedPersons first = await RunAsync();
        Entitlement single = await ReadAsync(owed[2]);
        await _entitlements.TryMoveAsync(single, single with { ProtectedContact = _fields.ProtectJson(phone) }, CancellationToken.None);

        JoinedPersons again = await RunAsync();

        Assert.Equal(first, again);
        Assert.Equal([null, 0, null], await LeadsOfAsync(owed));
    }

    [Fact]
    public async Task Who_was_corrected_between_index_and_join_is_not_joined()
    {
        Contact phone = new("+819010000001", null);
        IReadOnlyList<Entitlement> owed = await OweAsync(phone, phone, phone);
        await IndexAsync();
        Entitlement first = await ReadAsync(owed[0]);
        await _entitlements.TryMoveAsync(first, first with { ProtectedContact = _fields.ProtectJson(new Contact("+819010000002", null)) }, CancellationToken.None);

        await RunAsync();

        Assert.Equal([null, null, 1], await LeadsOfAsync(owed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_two_of_whom_one_or_both_were_corrected_since_nobody_is_joined_or_counted(int corrected)
    {
        Contact phone = new("+819010000001", null);
        IReadOnlyList<Entitlement> owed = await OweAsync(phone, phone);
        await IndexAsync();
        foreach (Entitlement one in owed.Take(corrected))
        {
            Entitlement person = await ReadAsync(one);
            await _entitlements.TryMoveAsync(person, person with { ProtectedContact = _fields.ProtectJson(new Contact("+819010000002", null)) }, CancellationToken.None);
        }

        Assert.Equal(JoinedPersons.Nobody, await RunAsync());
        Assert.Equal([null, null], await LeadsOfAsync(owed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_is_changed_while_he_is_joined_is_joined_as_he_is_then(int changed)
    {
        Contact phone = new("+819010000001", null);
        IReadOnlyList<Entitlement> owed = await OweAsync(phone, phone, phone);
        await IndexAsync();
        _storage.BeforeWrite = async () =>
        {
            Entitlement person = await ReadAsync(owed[changed]);
            await _entitlements.TryMoveAsync(person, person with { CorrectedBy = "order" }, CancellationToken.None);
        };

        Assert.Equal(new JoinedPersons(1, 2), await RunAsync());

        Assert.Equal([null, 0, 0], await LeadsOfAsync(owed));
        Assert.Equal("order", (await ReadAsync(owed[changed])).CorrectedBy);
        Assert.Equal([owed[1].Id, owed[2].Id], (await ReadAsync(owed[0])).Companions);
    }

    [Fact]
    public async Task Where_people_were_reached_is_not_written_down_again_once_it_was_forgotten()
    {
        Contact phone = new("+819010000001", null);
        await OweAsync(phone, phone);
        await RunAsync();
        PersonIndex index = new(_tables);
        await EachBucketAsync(async bucket =>
        {
            await index.RemoveAllAsync(Campaign.Id, bucket, CancellationToken.None);
            return 0;
        });

        Assert.Equal(new JoinedPersons(1, 1), await RunAsync());
        int[] rows = await EachBucketAsync(async bucket => await index.ReadAsync(Campaign.Id, bucket, CancellationToken.None).CountAsync());
        Assert.Equal([0, 0], rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Interrupted_at_any_request_and_repeated_it_comes_to_the_same(bool afterwards)
    {
        int deaths = 0;
        for (int request = 1; await DiesAsync(request, afterwards); request++)
        {
            deaths++;
        }

        Assert.InRange(deaths, 20, 200);
    }

    /// <returns>False where the join came to its end before the request at which it was to die.</returns>
    private async Task<bool> DiesAsync(int request, bool afterwards)
    {
        await EmptyAsync();
        Contact one = new("+819010000001", null);
        Contact two = new(null, "taro@example.jp");
        IReadOnlyList<Entitlement> owed = await OweAsync(one, two, one, two, one, new Contact("+819010000003", null));
        bool died = false;
        _storage.DieAt(request, afterwards);
        try
        {
            await RunAsync();
        }
        catch (RequestFailedException)
        {
            died = true;
        }

        _storage.Heal();
        Assert.Equal(new JoinedPersons(2, 3), await RunAsync());
        Assert.Equal([null, null, 0, 1, 0, null], await LeadsOfAsync(owed));
        Assert.Equal([owed[2].Id, owed[4].Id], (await ReadAsync(owed[0])).Companions);
        Assert.Equal([owed[3].Id], (await ReadAsync(owed[1])).Companions);
        return died;
    }

    private static Task<int[]> EachBucketAsync(Func<int, Task<int>> work) => Task.WhenAll(Enumerable.Range(0, Campaign.Shards).Select(work));

    private async Task IndexAsync()
    {
        for (int shard = 0; shard < Campaign.Shards; shard++)
        {
            await _index.Run(new PersonShard(Campaign.Id, shard), CancellationToken.None);
        }
    }

    private async Task<JoinedPersons> RunAsync()
    {
        await IndexAsync();
        JoinedPersons sum = JoinedPersons.Nobody;
        for (int bucket = 0; bucket < Campaign.Shards; bucket++)
        {
            sum += await _join.Run(new PersonShard(Campaign.Id, bucket), CancellationToken.None);
        }

        return sum;
    }

    private Task<IReadOnlyList<Entitlement>> OweAsync(params Contact[] contacts) => OweAsync(EntitlementRoute.App, contacts);

    private async Task<IReadOnlyList<Entitlement>> OweAsync(EntitlementRoute route, params Contact[] contacts)
    {
        List<Entitlement> owed = [];
        foreach (Contact contact in contacts)
        {
            ulong number = ++_number;
            Entitlement person = Owed((number << 12) | (number % 2), route, contact);
            await _entitlements.CreateAsync([person], CancellationToken.None);
            owed.Add(person);
        }

        return owed;
    }

    private Entitlement Owed(ulong id, EntitlementRoute route, Contact contact) => new()
    {
        Campaign = Campaign.Id,
        Id = EntitlementId.FromValue(id),
        Route = route,
        Amount = new Yen(1000),
        Contacts = contact.Kinds,
        ProtectedContact = contact.Kinds == ContactKinds.None ? null : _fields.ProtectJson(contact),
    };

    private async Task<Entitlement> ReadAsync(Entitlement person) => (await _entitlements.FindAsync(person.Campaign, person.Id, CancellationToken.None))!;

    /// <summary>Whom each follows, as its place in the list.</summary>
    private async Task<IEnumerable<int?>> LeadsOfAsync(IReadOnlyList<Entitlement> owed)
    {
        List<EntitlementId> ids = [.. owed.Select(person => person.Id)];
        Entitlement[] people = await Task.WhenAll(owed.Select(ReadAsync));
        return people.Select(person => person.Lead is { } lead ? ids.IndexOf(lead) : (int?)null);
    }

    private async Task EmptyAsync()
    {
        foreach (string table in new[] { EntitlementStore.TableName, PersonIndex.TableName })
        {
            await _tables.DeleteTableAsync(table);
            await _tables.CreateTableIfNotExistsAsync(table);
        }
    }
}
