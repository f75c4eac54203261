using Azure;
using Compensation.Awards.Postings;
using Compensation.Common;

namespace Compensation.Tests.Awards.Postings;

public sealed class PostingRowTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    private static readonly Posting s_bare = new() { Id = new PostingId(PostingHarness.Campaign.Id, PostingHarness.IdOf(1), 999), State = PostingState.Sending, Points = Yen.Zero, RulesVersion = 0 };

    [Fact]
    public void Whatever_a_posting_says_comes_back_from_its_row()
    {
        Posting filled = s_bare with
        {
            State = PostingState.Short,
            Points = new Yen(-40),
            RulesVersion = 2,
            Attempt = Guid.NewGuid(),
            Holder = "machine/1/2",
            Batch = "0001",
            ClaimedAt = s_noon,
            FirstTriedAt = s_noon.AddMinutes(1),
            Tries = 3,
            IsUnsettled = true,
            NotBefore = s_noon.AddMinutes(2),
            SettledAt = s_noon.AddMinutes(3),
            Reference = "reference",
            Reason = "reason",
            Balance = 7,
            Version = new ETag("\"1\""),
        };
        EveryProperty.IsSet(filled, s_bare, nameof(Posting.Id));

        Assert.Equal(filled, PostingRow.From(filled, shards: 16).ToPosting(filled.Id.Campaign));
        PostingRow row = PostingRow.From(s_bare, shards: 16);
        Assert.Equal(s_bare, row.ToPosting(s_bare.Id.Campaign));
        Assert.Equal((Shards.PartitionKey(s_bare.Id.Campaign, s_bare.Id.Entitlement.ShardOf(16)), $"g:{s_bare.Id.Entitlement}:999"), (row.PartitionKey, row.RowKey));
    }

    [Fact]
    public void What_is_granted_and_withdrawn_is_what_is_booked()
    {
        Posting booked = s_bare with { State = PostingState.Done };
        PostingHistory history = new([booked with { Points = new Yen(100) }, booked with { Points = new Yen(-30) }, booked with { Points = new Yen(-50), State = PostingState.Short }, booked with { Points = new Yen(50), State = PostingState.Refused }]);

        Assert.Equal((new Yen(70), new Yen(30)), (history.Granted, history.Withdrawn));
        Assert.Equal((50, PostingState.Refused), (history.Newest!.Points.Amount, history.Newest.State));
        Assert.Null(PostingHistory.None.Newest);
    }
}
