using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;

namespace Compensation.Awards.Postings;

/// <summary>A batch as the points system reads it: <c>docs/points-system-api.md</c>. Written row by row; holds member ids.</summary>
public sealed class PostingFile(PostingStore postings, PurchaseStore purchases, PostingKeys keys, IAlarms alarms)
{
    public async Task WriteAsync(Campaign campaign, string batch, Stream file, CancellationToken cancellationToken)
    {
        await using StreamWriter writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync("posting,key,kind,member_id,points,reason\n");
        string inBatch = TableClient.CreateQueryFilter($"Batch eq {batch}");
        for (int shard = 0; shard < campaign.Shards; shard++)
        {
            await foreach (Posting[] some in postings.FindAsync(campaign.Id, shard, null, inBatch, cancellationToken).Chunk(PurchaseStore.TransactionSizeMax).WithCancellation(cancellationToken))
            {
                IReadOnlyDictionary<EntitlementId, PurchaseRow> members = await purchases.ReadMembersAsync(campaign.Id, some[0].Id.Entitlement, some[^1].Id.Entitlement, cancellationToken);
                foreach (Posting posting in some)
                {
                    if (purchases.MemberIdOf(members[posting.Id.Entitlement]) is { } member)
                    {
                        await writer.WriteAsync(LineOf(campaign, posting, member));
                    }
                    else
                    {
                        await alarms.RaiseAsync(
                            AlarmKind.FieldUnreadable, campaign.Id, $"{posting.Id}", $"The member of posting {posting.Id} cannot be read: it is missing in the file of batch {batch}. Take the same batch again once it can be; the points are owed until then.", cancellationToken);
                    }
                }
            }
        }
    }

    private string LineOf(Campaign campaign, Posting posting, MemberId member)
    {
        string kind = posting.Points > Yen.Zero ? "grant" : "revocation";
        string reason = PostingReason.Of(campaign, posting).Replace("\"", "\"\"", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{posting.Id},{keys.For(posting.Id):D},{kind},{member.Value},{Math.Abs(posting.Points.Amount)},\"{reason}\"\n");
    }
}
