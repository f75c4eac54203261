using Azure;
using Azure.Data.Tables;
using Compensation.CallCentre;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Tests.Coupons;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.CallCentre;

public sealed class ResendStoreTests
{
    [Fact]
    public async Task Why_links_were_sent_again_is_encrypted_and_read_also_where_an_earlier_release_kept_it_in_clear()
    {
        const string why = "山田様のお申し出";
        using TestStore store = new();
        TableClient table = store.Connect().GetTableClient(ResendStore.TableName);
        await table.CreateIfNotExistsAsync();
        ResendStore resends = new(store.Connect(), new ProtectedFields(new EphemeralDataProtectionProvider()));
        CampaignId campaign = CampaignId.Parse("kumamoto");
        DateTimeOffset at = new(2023, 4, 12, 1, 0, 0, TimeSpan.Zero);
        NoticeOrder sends = new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms("0123456789abcdef", ResendFilter.All, 3, null) };
        ResendRecord record = new(
            "0123456789abcdef", "print", "Sato", why, at, ResendFilter.All, null, [], new ResendOutlook(0, 0, 0, 0, 0, at, at, new Dictionary<ResendVerdict, long>()), sends,
            new SendingWindow(at, at.AddDays(1), new TimeOnly(9, 0), new TimeOnly(20, 0)));
        Assert.True(await resends.TryAddAsync(campaign, record, CancellationToken.None));

        Assert.DoesNotContain("山田", (await table.GetEntityAsync<TableEntity>(campaign.Value, record.Order)).Value.GetString("Reason"), StringComparison.Ordinal);
        Assert.Equal(why, (await resends.FindAsync(campaign, record.Order, CancellationToken.None))!.Reason);

        await table.UpdateEntityAsync(new TableEntity(campaign.Value, record.Order) { ["Reason"] = why }, ETag.All, TableUpdateMode.Merge);
        Assert.Equal(why, (await resends.FindAsync(campaign, record.Order, CancellationToken.None))!.Reason);
        Assert.Equal(1, await resends.ForgetReasonsAsync(campaign, person: null, CancellationToken.None));
        Assert.Equal(string.Empty, (await resends.FindAsync(campaign, record.Order, CancellationToken.None))!.Reason);
    }
}
