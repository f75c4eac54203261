using Compensation.CallCentre.Bulk;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Tests.Coupons;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.CallCentre;

public sealed class BulkStoreTests
{
    private static readonly CampaignId s_campaign = CampaignId.Parse("kumamoto");

    [Theory]
    [InlineData("000000002000", new[] { "", "to two", "" })]
    [InlineData("K7Q2-4M", new[] { "to one", "", "to both" })]
    [InlineData("00000000200", new[] { "to one", "to two", "to both" })]
    public async Task Why_something_was_done_is_erased_with_any_of_those_to_whom_it_was_done(string erased, string[] expected)
    {
        using TestStore store = new();
        await store.Connect().GetTableClient(BulkStore.TableName).CreateIfNotExistsAsync();
        BulkStore acts = new(store.Connect(), new ProtectedFields(new EphemeralDataProtectionProvider()));
        await AddAsync(acts, "a000000000000000", "to one", "000000002000");
        await AddAsync(acts, "b000000000000000", "to two", "K7Q2-4M");
        await AddAsync(acts, "c000000000000000", "to both", "000000001000", "000000002000");

        await acts.ForgetReasonsAsync(s_campaign, [erased, "nobody"], CancellationToken.None);

        Assert.Equal(expected, await acts.ListAsync(s_campaign, CancellationToken.None).Select(act => act.Reason).ToArrayAsync());
    }

    [Fact]
    public async Task Why_is_erased_also_of_what_goes_on_and_the_rest_of_it_stays()
    {
        using TestStore store = new();
        await store.Connect().GetTableClient(BulkStore.TableName).CreateIfNotExistsAsync();
        BulkStore acts = new(store.Connect(), new ProtectedFields(new EphemeralDataProtectionProvider()));
        await AddAsync(acts, "a000000000000000", "why", "000000002000");
        BulkRecord running = (await acts.FindAsync(s_campaign, "a000000000000000", CancellationToken.None))!;
        Assert.True(await acts.TryReplaceAsync(running with { Wave = "bulk-1" }, CancellationToken.None));

        await acts.ForgetReasonsAsync(s_campaign, ["000000002000"], CancellationToken.None);

        BulkRecord now = (await acts.FindAsync(s_campaign, "a000000000000000", CancellationToken.None))!;
        Assert.Equal((string.Empty, "bulk-1", "Anna", 1), (now.Reason, now.Wave, now.By.Name, now.Rows));
    }

    private static async Task AddAsync(BulkStore acts, string id, string reason, params string[] on)
    {
        BulkRecord act = new(s_campaign, id, "send-elsewhere", new Signature("local:anna", "Anna", DateTimeOffset.UnixEpoch), reason, on.Length);
        Assert.True(await acts.TryAddAsync(act, [.. on.Select(one => new BulkTarget(one, "Sms"))], CancellationToken.None));
    }
}
