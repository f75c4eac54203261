using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Applications.Review;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Tests.Applications;

/// <summary>The console's lists of applications go on from any of them, over all buckets, and say of nobody twice.</summary>
public sealed class ApplicationListTests
{
    private static readonly CampaignId s_campaign = CampaignId.Parse("yamaguchi");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_each_place_the_rest_is_read(bool isRefused)
    {
        using TestStore store = new();
        await store.Connect().GetTableClient(ApplicationStore.TableName).CreateIfNotExistsAsync();
        ApplicationStore applications = new(store.Connect());
        foreach ((int index, string receipt) in "346789ACDEFGHJKMNPQRTUVWXY".Select((first, index) => (index, $"{first}3333333")))
        {
            Application one = new()
            {
                Campaign = s_campaign,
                Receipt = ReceiptNumber.Parse(receipt),
                Line = 1,
                ReceivedAt = new DateTimeOffset(2023, 4, 1, 0, 0, 0, TimeSpan.Zero),
                Outcome = ApplicationOutcome.NameNear,
                State = ApplicationState.InReview,
                ProtectedForm = string.Empty,
                ProtectedNumber = string.Empty,
                NumberKey = string.Empty,
                Source = receipt,
            };
            Assert.NotNull(await applications.TryAddAsync([one], receipt: null, CancellationToken.None));
            if (index % 2 == 0)
            {
                Application stored = (await applications.FindAsync(s_campaign, one.Receipt, 1, CancellationToken.None))!;
                Assert.True(await applications.TryMoveAsync(stored, stored with { State = ApplicationState.Refused }, message: null, CancellationToken.None));
            }
        }

        List<OpenApplication> all = await applications.ReadListAsync(s_campaign, isRefused, bucket: 0, after: null, CancellationToken.None).ToListAsync();
        Assert.Equal((13, 13), (all.Count, all.DistinctBy(one => one.Receipt).Count()));
        Assert.All(all, one => Assert.Equal(isRefused ? ApplicationState.Refused : ApplicationState.InReview, one.State));
        foreach ((int index, OpenApplication one) in all.Index())
        {
            Assert.True(ListApplications.TryReadPlace(ListApplications.PlaceOf(one.Receipt, one.Line), out int bucket, out string? after));
            Assert.Equal(all.Skip(index + 1), await applications.ReadListAsync(s_campaign, isRefused, bucket, after, CancellationToken.None).ToListAsync());
        }
    }
}
