using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Entitlements;

public sealed class EntitlementStoreTests
{
    [Fact]
    public async Task An_entitlement_comes_back_as_it_was_written()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement before = (await app.OweAsync(4321)) with
        {
            State = EntitlementState.Claimed,
            Contacts = ContactKinds.Sms | ContactKinds.Email,
            ProtectedContact = "not readable",
            LinkVersion = 3,
            Product = "edy",
            ClaimedAt = app.Clock.Now,
        };

        Entitlement? moved = await app.Entitlements.TryMoveAsync(await app.ReadAsync(before), before, CancellationToken.None);

        Assert.Equal(before with { Version = moved!.Version }, moved);
        Assert.Equal(moved, await app.ReadAsync(before));
    }

    [Fact]
    public async Task Nobody_is_found_under_an_id_that_was_never_given()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        Assert.Null(await app.Entitlements.FindAsync(app.Campaign.Id, EntitlementId.FromValue(7), CancellationToken.None));
    }

    [Fact]
    public async Task A_change_of_something_that_changed_in_between_is_not_made()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement seen = await app.OweAsync(500);
        Entitlement expired = await app.ChangeAsync(seen, before => before with { State = EntitlementState.Expired });

        Entitlement? claimed = await app.Entitlements.TryMoveAsync(seen, seen with { State = EntitlementState.Claimed, Product = "edy" }, CancellationToken.None);

        Assert.Null(claimed);
        Assert.Equal(expired, await app.ReadAsync(seen));
    }

    [Fact]
    public async Task A_move_that_the_table_does_not_allow_is_a_bug_and_stops_there()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement open = await app.OweAsync(500);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.ChangeAsync(open, before => before with { State = EntitlementState.Paid }));

        Assert.Contains("cannot move from Open to Paid", error.Message, StringComparison.Ordinal);
        Assert.Equal(open, await app.ReadAsync(open));
    }

    [Fact]
    public async Task Many_are_moved_together_or_none_of_them()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        IReadOnlyList<Entitlement> people = await CreateInShardAsync(app, 10);
        Entitlement changed = await app.ChangeAsync(people[9], before => before with { LinkVersion = 2 });

        Assert.False(await app.Entitlements.TryMoveAllAsync([.. people.Select(Expire)], CancellationToken.None));
        Assert.All(await ReadShardAsync(app, 100), person => Assert.Equal(EntitlementState.Open, person.State));

        Assert.True(await app.Entitlements.TryMoveAllAsync([.. people.Take(9).Append(changed).Select(Expire)], CancellationToken.None));
        Assert.All(await ReadShardAsync(app, 100), person => Assert.Equal(EntitlementState.Expired, person.State));
    }

    [Fact]
    public async Task Writing_some_again_adds_the_missing_and_leaves_the_others_as_they_are()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        IReadOnlyList<Entitlement> people = await CreateInShardAsync(app, 3);
        Entitlement claimed = await app.ChangeAsync(people[1], before => before with { State = EntitlementState.Claimed, Product = "edy" });

        await app.Entitlements.CreateAsync([.. people, people[0] with { Id = EntitlementId.FromValue(400 << 12) }], CancellationToken.None);

        IReadOnlyList<Entitlement> now = await ReadShardAsync(app, 100);
        Assert.Equal(4, now.Count);
        Assert.Contains(claimed, now);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_hold_everybody_of_the_shard_once_and_in_order(int take)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        IReadOnlyList<Entitlement> people = await CreateInShardAsync(app, 100);

        Assert.Equal(people.Select(person => person.Id), (await ReadShardAsync(app, take)).Select(person => person.Id));
    }

    [Fact]
    public void The_same_facts_give_the_same_id_and_other_facts_another()
    {
        EntitlementIds ids = new(new KeyedHash(new byte[32]));
        CampaignId kumamoto = CampaignId.Parse("kumamoto");
        EntitlementId id = ids.Of(kumamoto, "1234567890");

        Assert.Equal(id, ids.Of(kumamoto, "1234567890"));
        Assert.Equal(4, new HashSet<EntitlementId>
        {
            id,
            ids.Of(kumamoto, "1234567891"),
            ids.Of(kumamoto, "1234567890", attempt: 1),
            ids.Of(CampaignId.Parse("tochigi"), "1234567890"),
        }.Count);
        Assert.Equal(id, EntitlementId.Parse(id.ToString()));
    }

    [Theory]
    [InlineData(0x123456789FFFUL, 16, 15)]
    [InlineData(0x123456788000UL, 16, 0)]
    [InlineData(0x123456788005UL, 3, 2)]
    [InlineData(0x000000000FFFUL, 4096, 4095)]
    public void Where_a_persons_rows_lie_follows_from_the_last_three_digits_and_never_changes(ulong id, int shards, int shard) =>
        Assert.Equal(shard, EntitlementId.FromValue(id).ShardOf(shards));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    public async Task A_contact_that_cannot_be_read_is_none(string text)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        EntitlementContacts contacts = app.Get<EntitlementContacts>();
        Entitlement person = await app.OweAsync(500);

        Assert.Null(contacts.ContactOf(person with { ProtectedContact = app.Get<ProtectedFields>().Protect(text) }));
        Assert.Null(contacts.ContactOf(person with { ProtectedContact = "no ciphertext" }));
        Assert.Null(contacts.ContactOf(person));
        Contact contact = new("+819012345678", null);
        Assert.Equal(contact, contacts.ContactOf(person with { ProtectedContact = app.Get<ProtectedFields>().ProtectJson(contact) }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000001")]
    [InlineData("0000000000001")]
    [InlineData("00000000000g")]
    [InlineData(" 00000000001")]
    public void Twelve_hex_digits_are_an_id_and_nothing_else_is(string text)
    {
        Assert.False(EntitlementId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => EntitlementId.Parse(text));
    }

    private static (Entitlement Before, Entitlement After) Expire(Entitlement person) => (person, person with { State = EntitlementState.Expired });

    /// <summary>People whose ids all lie in shard 0, in the order of their ids.</summary>
    private static async Task<IReadOnlyList<Entitlement>> CreateInShardAsync(ReceiptApp app, int count)
    {
        Entitlement[] people = [.. Enumerable.Range(1, count).Select(number => new Entitlement
        {
            Campaign = app.Campaign.Id,
            Id = EntitlementId.FromValue((ulong)number << 12),
            Route = EntitlementRoute.App,
            Amount = new Yen(500),
        })];
        await app.Entitlements.CreateAsync(people, CancellationToken.None);
        return await ReadShardAsync(app, 1000);
    }

    private static async Task<IReadOnlyList<Entitlement>> ReadShardAsync(ReceiptApp app, int take)
    {
        List<Entitlement> all = [];
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await app.Entitlements.ReadPageAsync(app.Campaign.Id, 0, all.Count == 0 ? null : all[^1].Id, take, CancellationToken.None);
            all.AddRange(page);
        }
        while (page.Count == take);
        return all;
    }
}
