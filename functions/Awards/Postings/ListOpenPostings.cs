using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Awards.Postings;

/// <summary>The operators' list: postings that were refused, whose member's balance was too small, or of which nobody knows. No member ids: an explanation is asked for by member.</summary>
public sealed class ListOpenPostings(CampaignCatalog campaigns, PostingStore postings, EntitlementStore entitlements)
{
    private const int PageSize = 200;

    private static readonly string s_open = TableClient.CreateQueryFilter(
        $"State eq {nameof(PostingState.Refused)} or State eq {nameof(PostingState.Short)} or State eq {nameof(PostingState.Unknown)}");

    [Function(nameof(ListOpenPostings))]
    [ApiOperation("Postings that were refused, short or unknown, and why.", Answer = typeof(OpenPostings), Query = ["from"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/postings/open")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindAward(campaign, out Campaign? found))
        {
            return AwardsHttp.NoSuchCampaign();
        }

        string? from = request.Query["from"];
        EntitlementId after = default;
        if (!string.IsNullOrEmpty(from) && !EntitlementId.TryParse(from, out after))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        List<OpenPosting> open = await ReadAsync(found, string.IsNullOrEmpty(from) ? null : after, cancellationToken);
        return JsonBody.Answer(new OpenPostings(open, open.Count < PageSize ? null : open[^1].Entitlement.ToString()));
    }

    /// <param name="campaign">The campaign.</param>
    /// <param name="after">The last member of the page before: it also tells the shard.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    private async Task<List<OpenPosting>> ReadAsync(Campaign campaign, EntitlementId? after, CancellationToken cancellationToken)
    {
        List<OpenPosting> open = [];
        for (int shard = after?.ShardOf(campaign.Shards) ?? 0; shard < campaign.Shards; shard++)
        {
            await foreach (Posting posting in postings.FindAsync(campaign.Id, shard, after, s_open, cancellationToken))
            {
                if (await IsOpenAsync(posting, cancellationToken) is { } listed)
                {
                    open.Add(listed);
                }

                if (open.Count == PageSize)
                {
                    return open;
                }
            }

            after = null;
        }

        return open;
    }

    /// <summary>Null where a later posting, or a later computation, has settled the matter.</summary>
    private async Task<OpenPosting?> IsOpenAsync(Posting posting, CancellationToken cancellationToken)
    {
        Entitlement member = await entitlements.FindAsync(posting.Id.Campaign, posting.Id.Entitlement, cancellationToken) ?? throw new InvalidDataException($"Posting {posting.Id} has no entitlement.");
        PostingHistory history = await postings.ReadHistoryAsync(member, cancellationToken);
        Yen due = PostingDecision.DueOf(member, history);
        return history.Newest!.Id == posting.Id && (due != Yen.Zero || posting.State == PostingState.Unknown)
            ? new OpenPosting(posting.Id.Entitlement, posting.Id.ToString(), posting.State, posting.Points, due, posting.Reason ?? string.Empty, posting.Balance, posting.RulesVersion, posting.SettledAt)
            : null;
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Postings">Those found, in the order of shards and entitlements.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record OpenPostings(IReadOnlyList<OpenPosting> Postings, string? Next);

/// <summary>One posting that operators should look at.</summary>
/// <param name="Entitlement">The member's entitlement.</param>
/// <param name="Posting">As result files name it.</param>
/// <param name="State">Refused, short or unknown.</param>
/// <param name="Points">Above zero to be granted, below zero to be withdrawn.</param>
/// <param name="Due">What remains by now.</param>
/// <param name="Reason">The points system's code.</param>
/// <param name="Balance">Short: what the member held.</param>
/// <param name="RulesVersion">The rules that explain the points.</param>
/// <param name="At">Since when (UTC).</param>
public sealed record OpenPosting(
    EntitlementId Entitlement, string Posting, PostingState State, Yen Points, Yen Due, string Reason, long? Balance, int RulesVersion, DateTimeOffset? At);
