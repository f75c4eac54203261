using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Persons;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Notices;

/// <summary>By what one person is known in several entitlements: for their messages, and for being counted once.</summary>
public sealed class PersonKeysTests
{
    private readonly ProtectedFields _fields = new(new EphemeralDataProtectionProvider());
    private readonly PersonKeys _keys;

    public PersonKeysTests() => _keys = new PersonKeys(new KeyedHash(new byte[32]), _fields);

    [Fact]
    public void Persons_are_counted_by_each_number_and_address_whatever_their_route()
    {
        IReadOnlyList<ulong> both = _keys.AddressesOf(Person("+819010000001", "taro@Example.JP"));

        Assert.Equal(2, both.Distinct().Count());
        Assert.Equal(both, _keys.AddressesOf(Person("+819010000001", "taro@example.jp") with { Route = EntitlementRoute.Application }));
        Assert.Equal([both[0]], _keys.AddressesOf(Person("+819010000001", null)));
        Assert.Equal([both[1]], _keys.AddressesOf(Person(null, "taro@example.jp")));
        Assert.NotEqual([both[1]], _keys.AddressesOf(Person(null, "Taro@example.jp")));
        Assert.Empty(_keys.AddressesOf(Person(null, null)));
    }

    [Fact]
    public void Whose_contact_is_erased_or_cannot_be_read_is_known_by_the_mark_that_was_left()
    {
        Entitlement marked = Person("+819010000001", null) with { OnePerson = EntitlementId.FromValue(7) };
        ulong mark = _keys.AddressesOf(marked)[1];

        Assert.Equal([mark], _keys.AddressesOf(marked with { ProtectedContact = null }));
        Assert.Equal([mark], _keys.AddressesOf(marked with { ProtectedContact = "CfDJ8" + new string('A', 100) }));
        Assert.Empty(_keys.AddressesOf(marked with { ProtectedContact = null, OnePerson = null }));
        Assert.NotEqual([mark], _keys.AddressesOf(marked with { ProtectedContact = null, OnePerson = EntitlementId.FromValue(8) }));
        Assert.NotEqual([mark], _keys.AddressesOf(marked with { ProtectedContact = null, Campaign = CampaignId.Parse("okinawa") }));
    }

    [Fact]
    public void In_whatever_way_a_contact_cannot_be_read_it_holds_nobody_else_up()
    {
        Entitlement person = Person("+819010000001", null);
        foreach (string unreadable in new[] { "no ciphertext", "CfDJ8" + new string('A', 100), _fields.Protect("null"), _fields.Protect("{\"Phone\""), _fields.Protect(string.Empty) })
        {
            Assert.Empty(_keys.AddressesOf(person with { ProtectedContact = unreadable }));
            Assert.Null(_keys.Of(person with { ProtectedContact = unreadable }));
        }
    }

    [Fact]
    public void Who_is_reached_nowhere_has_no_key_and_others_one_for_each_campaign_and_wave()
    {
        Entitlement person = Person("+819010000001", "taro@example.jp");

        Assert.Null(_keys.Of(Person(null, null)));
        Assert.Null(_keys.Of(person with { ProtectedContact = null }));
        Assert.Equal(32, _keys.Of(person)!.Length);
        Assert.Equal(_keys.Of(person), _keys.Of(Person("+819010000001", null) with { Route = EntitlementRoute.DoubleCharge }));
        Assert.NotEqual(_keys.Of(person), _keys.Of(person with { Route = EntitlementRoute.Application }));
        Assert.NotEqual(_keys.Of(person), _keys.Of(person with { Campaign = CampaignId.Parse("okinawa") }));
        Assert.NotEqual(_keys.Of(person), _keys.Of(Person(null, "taro@example.jp")));
    }

    [Theory]
    [InlineData("00000000ffffffffffffffffffffffff", 3, 0)]
    [InlineData("00000005ffffffffffffffffffffffff", 3, 2)]
    [InlineData("ffffffff00000000000000000000000f", 256, 255)]
    public void The_bucket_of_a_key_is_told_by_its_first_digits(string key, int buckets, int bucket) => Assert.Equal(bucket, PersonKeys.BucketOf(key, buckets));

    private Entitlement Person(string? phone, string? email) => new()
    {
        Campaign = CampaignId.Parse("kumamoto"),
        Id = EntitlementId.FromValue(0x123456789abc),
        Route = EntitlementRoute.App,
        Amount = new Yen(2000),
        ProtectedContact = _fields.ProtectJson(new Contact(phone, email)),
    };
}
