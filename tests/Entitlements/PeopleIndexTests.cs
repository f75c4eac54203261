using System.Text;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;

namespace Compensation.Tests.Entitlements;

/// <summary>An entry leads from a value to everybody who has it, whether a file or a single act brought it, until somebody is erased.</summary>
public sealed class PeopleIndexTests
{
    private static readonly CampaignId s_campaign = CampaignId.Parse("kumamoto");
    private static readonly SearchKey s_phone = SearchKey.OfPhone("+819012345678");
    private static readonly SearchKey s_name = SearchKey.OfName("ヤマダ　タロウ")!.Value;

    [Fact]
    public async Task Who_is_erased_is_found_no_more_and_everybody_else_still_is()
    {
        using TestStore store = new();
        TableServiceClient tables = store.Connect();
        await tables.CreateTableIfNotExistsAsync(EntitlementStore.TableName);
        PeopleIndex index = new(tables, new KeyedHash(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more")));
        PeopleIndexBatch file = index.Open(s_campaign);
        for (ulong person = 1; person <= 10_000; person++)
        {
            await file.AddAsync(EntitlementId.FromValue(person), person <= 2 ? [s_phone, s_name] : [SearchKey.OfEmail($"person{person}@example.jp")], CancellationToken.None);
        }

        await file.FlushAsync(CancellationToken.None);
        await index.AddAsync(s_campaign, EntitlementId.FromValue(20_000), [s_phone], CancellationToken.None);
        Assert.Equal([1, 2, 20_000], await FoundAsync(s_phone));
        Assert.Equal([1, 2], await FoundAsync(SearchKey.OfName("ﾔﾏﾀﾞﾀﾛｳ")!.Value));
        Assert.Equal([9_999], await FoundAsync(SearchKey.OfEmail("PERSON9999@example.jp")));
        Assert.Empty(await index.FindAsync(CampaignId.Parse("okinawa"), s_phone, CancellationToken.None));

        await index.RemoveAsync(s_campaign, EntitlementId.FromValue(2), CancellationToken.None);
        await index.RemoveAsync(s_campaign, EntitlementId.FromValue(20_000), CancellationToken.None);
        Assert.Equal([1], await FoundAsync(s_phone));
        Assert.Equal([1], await FoundAsync(s_name));

        await index.RemoveAllAsync(CampaignId.Parse("okinawa"), CancellationToken.None);
        Assert.Equal([9_999], await FoundAsync(SearchKey.OfEmail("PERSON9999@example.jp")));
        await index.RemoveAllAsync(s_campaign, CancellationToken.None);
        Assert.Empty(await FoundAsync(s_phone));
        Assert.Empty(await FoundAsync(SearchKey.OfEmail("PERSON9999@example.jp")));

        async Task<ulong[]> FoundAsync(SearchKey key) => [.. (await index.FindAsync(s_campaign, key, CancellationToken.None)).Select(id => id.Value).Order()];
    }
}
