using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;

namespace Compensation.Lifecycle.Deadlines;

/// <summary>A campaign's receipt deadline as operators see it. Instants are UTC, ends exclusive.</summary>
/// <param name="PrintedEndsAt">The end that the campaign's file prints.</param>
/// <param name="EndsAt">The end as it stands.</param>
/// <param name="LostMinutes">Minutes in which the app was down, from 48 hours before the printed end until the end.</param>
/// <param name="ExtendedMinutes">How many of them have been made good.</param>
/// <param name="Revision">Counts up with each change: who approves names the one that was looked at.</param>
/// <param name="ClosedAt">When expiry began; null before. From then on nothing can be changed.</param>
/// <param name="Proposal">What waits for a second person, or null.</param>
/// <param name="Extensions">What two persons have agreed on, the oldest first.</param>
/// <param name="Lost">The minutes that were lost, as spans, the earliest first.</param>
public sealed record DeadlineView(
    DateTimeOffset PrintedEndsAt,
    DateTimeOffset EndsAt,
    int LostMinutes,
    int ExtendedMinutes,
    int Revision,
    DateTimeOffset? ClosedAt,
    ProposalView? Proposal,
    IReadOnlyList<ExtensionView> Extensions,
    IReadOnlyList<LostSpan> Lost)
{
    internal static DeadlineView Of(Campaign campaign, DeadlineRecord record, IReadOnlyList<DateTimeOffset> lost) => new(
        campaign.PrintedReceiptEndsAt,
        campaign.ReceiptEndsAt,
        lost.Count,
        record.Minutes,
        record.Revision,
        record.ClosedAt,
        record.Proposal is { } open ? new ProposalView(open.Minutes, open.Reason, open.By.Name, open.By.At) : null,
        [.. record.Extensions.Select(ExtensionView.Of)],
        LostSpan.Of(lost));
}

/// <summary>What waits for a second person.</summary>
public sealed record ProposalView(int Minutes, string Reason, string By, DateTimeOffset At);

/// <summary>What two persons have agreed on.</summary>
/// <param name="Minutes">By how many minutes more.</param>
/// <param name="LostMinutes">How many had been lost by then.</param>
/// <param name="EndsAt">The end that it made, UTC, exclusive.</param>
public sealed record ExtensionView(int Minutes, int LostMinutes, DateTimeOffset EndsAt, string Reason, string ProposedBy, string ApprovedBy, DateTimeOffset ApprovedAt)
{
    internal static ExtensionView Of(DeadlineExtension one) => new(one.Minutes, one.LostMinutes, one.EndsAt, one.Reason, one.Proposed.Name, one.Approved.Name, one.Approved.At);
}

/// <summary>Minutes in a row in which the app was down.</summary>
/// <param name="From">The first, UTC.</param>
/// <param name="Until">The exclusive end.</param>
public sealed record LostSpan(DateTimeOffset From, DateTimeOffset Until)
{
    internal static IReadOnlyList<LostSpan> Of(IEnumerable<DateTimeOffset> minutes)
    {
        List<LostSpan> spans = [];
        foreach (DateTimeOffset minute in minutes)
        {
            if (spans.Count > 0 && spans[^1].Until == minute)
            {
                spans[^1] = spans[^1] with { Until = minute.AddMinutes(1) };
            }
            else
            {
                spans.Add(new LostSpan(minute, minute.AddMinutes(1)));
            }
        }

        return spans;
    }
}
