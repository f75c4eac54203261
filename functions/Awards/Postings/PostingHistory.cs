using Compensation.Common;

namespace Compensation.Awards.Postings;

/// <summary>All postings of one member, the oldest first.</summary>
internal sealed record PostingHistory(IReadOnlyList<Posting> Postings)
{
    public static readonly PostingHistory None = new([]);

    public Posting? Newest => Postings.Count == 0 ? null : Postings[^1];

    /// <summary>What the points system has booked, withdrawals taken off.</summary>
    public Yen Granted => Sum(posting => posting.State == PostingState.Done);

    public Yen Withdrawn => Yen.Zero - Sum(posting => posting.State == PostingState.Done && posting.Points < Yen.Zero);

    private Yen Sum(Func<Posting, bool> which) => Postings.Where(which).Aggregate(Yen.Zero, (sum, posting) => sum + posting.Points);
}
