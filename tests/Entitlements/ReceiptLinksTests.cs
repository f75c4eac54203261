using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Receipts;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Entitlements;

public sealed class ReceiptLinksTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly CampaignCatalog Catalog = new([TestCampaign.Kumamoto, TestCampaign.Kumamoto with { Id = CampaignId.Parse("tochigi"), LinkCode = 2 }]);
    private static readonly KeyedHash Hash = new(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more"));
    private static readonly ReceiptSiteOptions Site = new() { PublicBaseUrl = "https://r.example.jp" };
    private static readonly ReceiptLinks Links = LinksOf("a key for tests that has 32 bytes or more");

    private static readonly Arbitrary<Entitlement> People = (
        from campaign in Gen.Elements("kumamoto", "tochigi")
        from high in Gen.Choose(0, (1 << 24) - 1)
        from low in Gen.Choose(0, (1 << 24) - 1)
        from version in Gen.Choose(1, 20)
        select Person(campaign, ((ulong)high << 24) | (uint)low, version)).ToArbitrary();

    [Fact]
    public void Every_link_leads_back_to_its_entitlement_and_opens_it() => Prop.ForAll(People, person =>
        Links.TryRead(TokenOf(Links, person), out CampaignId campaign, out EntitlementId id)
        && campaign == person.Campaign && id == person.Id
        && Links.Opens(TokenOf(Links, person), person) == LinkStanding.Valid).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_new_link_ends_where_a_phone_ends_it() => Prop.ForAll(People, person =>
        char.IsAsciiLetterOrDigit(Links.LinkFor(person)[^1])).QuickCheckThrowOnFailure();

    [Fact]
    public void Links_that_were_sent_before_open_whole_and_as_phones_cut_them()
    {
        int cut = 0;
        for (ulong number = 0; number < 3_000; number++)
        {
            Entitlement person = Person("kumamoto", number * 7919, 1);
            string before = TokenOfBefore(person);
            Assert.Equal(LinkStanding.Valid, Standing(before, person));
            string kept = before.TrimEnd('-', '_');
            cut += kept.Length < before.Length ? 1 : 0;
            for (int length = kept.Length; length < before.Length; length++)
            {
                Assert.Equal(LinkStanding.Valid, Standing(before[..length], person));
                Assert.Equal(LinkStanding.Replaced, Standing(before[..length], person with { LinkVersion = 2 }));
            }

            Assert.Equal(LinkStanding.Unknown, Standing(before[..(kept.Length - 1)], person));
        }

        Assert.InRange(cut, 40, 200);
    }

    [Fact]
    public void Once_rotated_an_old_link_is_known_as_replaced_and_opens_nothing() => Prop.ForAll(People, Gen.Choose(1, 5).ToArbitrary(), (person, rotations) =>
        Links.Opens(TokenOf(Links, person), person with { LinkVersion = person.LinkVersion + rotations }) == LinkStanding.Replaced).QuickCheckThrowOnFailure();

    [Fact]
    public void A_link_of_a_version_still_to_come_opens_nothing() => Prop.ForAll(People, person =>
        Links.Opens(TokenOf(Links, person with { LinkVersion = person.LinkVersion + 1 }), person) == LinkStanding.Unknown).QuickCheckThrowOnFailure();

    [Fact]
    public void A_link_with_any_character_changed_opens_nobodys_entitlement() => Prop.ForAll(
        People, Gen.Choose(0, ReceiptLinks.TokenLength - 1).ToArbitrary(), Gen.Elements(Alphabet.ToCharArray()).ToArbitrary(), (person, position, character) =>
        {
            string token = TokenOf(Links, person);
            string changed = token[..position] + character + token[(position + 1)..];
            return string.Equals(changed, token, StringComparison.Ordinal) || !OpensAnything(changed, person);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_persons_signature_does_not_open_another_persons_page() => Prop.ForAll(People, People, (mine, yours) =>
        mine.Id == yours.Id || Links.Opens(TokenOf(Links, mine), yours) == LinkStanding.Unknown).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_without_the_key_makes_links() => Prop.ForAll(People, person =>
        Links.Opens(TokenOf(LinksOf("another key for tests, also 32 bytes long"), person), person) == LinkStanding.Unknown).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_whatever_throws() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), Gen.ArrayOf(Gen.Choose(0, 0x3000).Select(code => (char)code), ReceiptLinks.TokenLength).ToArbitrary(), (text, characters) =>
    {
        Entitlement person = Person("kumamoto", 1, 1);
        return new[] { text, new string(characters), new string('=', 20), new string(' ', 20), new string('!', 20) }.All(token => !OpensAnything(token, person));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_link_is_as_long_as_it_says()
    {
        Entitlement person = Person("tochigi", (1UL << 48) - 1, 1);

        Assert.Equal(Site.LinkTo(new string('A', ReceiptLinks.TokenLength)).Length, Links.LinkFor(person).Length);
        Assert.StartsWith("https://r.example.jp/r/", Links.LinkFor(person), StringComparison.Ordinal);
    }

    private static LinkStanding Standing(string token, Entitlement person) =>
        Links.TryRead(token, out CampaignId campaign, out EntitlementId id) && campaign == person.Campaign && id == person.Id ? Links.Opens(token, person) : LinkStanding.Unknown;

    /// <summary>As tokens were made before their last character mattered.</summary>
    private static string TokenOfBefore(Entitlement person)
    {
        byte[] token = new byte[15];
        token[0] = Catalog[person.Campaign].LinkCode;
        for (int index = 0; index < 6; index++)
        {
            token[1 + index] = (byte)(person.Id.Value >> (8 * (5 - index)));
        }

        Hash.Of("receipt-link", $"{person.Campaign}\n{person.Id}\n{person.LinkVersion}").AsSpan(0, 8).CopyTo(token.AsSpan(7));
        return Convert.ToBase64String(token).Replace('+', '-').Replace('/', '_');
    }

    private static bool OpensAnything(string? token, Entitlement person)
    {
        if (!Links.TryRead(token, out CampaignId campaign, out EntitlementId id))
        {
            return false;
        }

        return Links.Opens(token!, person with { Campaign = campaign, Id = id }) != LinkStanding.Unknown;
    }

    private static string TokenOf(ReceiptLinks links, Entitlement person) => links.TokenFor(person.Campaign, person.Id, person.LinkVersion);

    private static ReceiptLinks LinksOf(string key) =>
        new(new KeyedHash(Encoding.ASCII.GetBytes(key)), Catalog, Options.Create(Site));

    private static Entitlement Person(string campaign, ulong id, int version) => new()
    {
        Campaign = CampaignId.Parse(campaign),
        Id = EntitlementId.FromValue(id),
        Route = EntitlementRoute.App,
        Amount = new Yen(500),
        LinkVersion = version,
    };
}
