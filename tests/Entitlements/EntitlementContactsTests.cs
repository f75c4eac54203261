using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Entitlements;

/// <summary>Contacts on file: kept beside what others change of a person, and none where nothing can be read.</summary>
public sealed class EntitlementContactsTests : IAsyncLifetime
{
    private static readonly Campaign s_campaign = TestCampaigns.Kumamoto with { Shards = 2 };
    private static readonly CampaignCatalog s_campaigns = new([s_campaign]);

    private readonly TestStore _store = new();
    private readonly ProtectedFields _fields = new(new EphemeralDataProtectionProvider());
    private readonly TableServiceClient _tables;
    private readonly EntitlementContacts _contacts;
    private readonly EntitlementStore _entitlements;

    public EntitlementContactsTests()
    {
        _tables = _store.Connect();
        _contacts = new EntitlementContacts(_tables, s_campaigns, _fields);
        _entitlements = new EntitlementStore(_tables, s_campaigns);
    }

    public async Task InitializeAsync() => await _tables.CreateTableIfNotExistsAsync(EntitlementStore.TableName);

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void What_cannot_be_read_any_more_is_nobodys_contact()
    {
        string[] unreadable = ["CfDJ8" + new string('A', 100), _fields.Protect("no JSON"), _fields.Protect("null")];

        Assert.All(unreadable, text => Assert.Null(_contacts.ContactOf(Person(0) with { ProtectedContact = text })));
        Assert.Null(_contacts.ContactOf(Person(0)));
        Assert.Equal(new Contact("+819012345678", null), _contacts.ContactOf(Person(0) with { ProtectedContact = _fields.ProtectJson(new Contact("+819012345678", null)) }));
    }

    [Fact]
    public async Task Contacts_of_any_number_of_people_in_several_shards_are_kept_and_leave_the_rest_as_it_is()
    {
        Entitlement[] people = [.. Enumerable.Range(0, 250).Select(number => Person(number))];
        foreach (Entitlement[] some in people.GroupBy(person => person.Id.ShardOf(2)).SelectMany(shard => shard.Chunk(100)))
        {
            await _entitlements.CreateAsync(some, CancellationToken.None);
        }

        await _contacts.KeepAsync(people.Select((person, number) => (person, new Contact(null, $"person{number}@example.jp"))), CancellationToken.None);

        foreach ((int number, Entitlement person) in people.Index())
        {
            Entitlement kept = (await _entitlements.FindAsync(s_campaign.Id, person.Id, CancellationToken.None))!;
            Assert.Equal((person.Amount, ContactKinds.Email, $"person{number}@example.jp"), (kept.Amount, kept.Contacts, _contacts.ContactOf(kept)!.Email));
        }
    }

    private static Entitlement Person(int number) => new()
    {
        Campaign = s_campaign.Id,
        Id = EntitlementId.FromValue(((ulong)number << 12) + (number % 5 == 0 ? 1UL : 0)),
        Route = EntitlementRoute.App,
        Amount = new Yen(1000 + number),
    };
}
