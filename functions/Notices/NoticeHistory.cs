namespace Compensation.Notices;

/// <summary>What one person has been sent, as far as an order needs to know.</summary>
/// <param name="Ordered">The notice that the order asks for, or null while there is none.</param>
/// <param name="Earlier">The person's first notice, its fallback and resends, where the order has to know them.</param>
public sealed record NoticeHistory(Notice? Ordered, IReadOnlyList<Notice> Earlier)
{
    public static readonly NoticeHistory Empty = new(null, []);

    /// <summary>Something arrived, or is on its way as far as anybody knows.</summary>
    public bool WasReached => Earlier.Any(notice => notice.Outcome is NoticeOutcome.Accepted or NoticeOutcome.Delivered);

    /// <summary>A carrier has said that something arrived.</summary>
    public bool WasDelivered => Earlier.Any(notice => notice.Outcome == NoticeOutcome.Delivered);

    /// <summary>The first notice did not arrive.</summary>
    public bool FirstFailed => Earlier.Any(notice => notice.Id.Kind.IsFirst() && notice.Outcome == NoticeOutcome.Failed);

    public int Resends => Earlier.Where(notice => notice.Id.Kind == NoticeKind.Resend).Select(notice => notice.Id.Sequence).DefaultIfEmpty(0).Max();

    public bool FailedBy(NoticeChannel channel) => Earlier.Any(notice => notice.Channel == channel && notice.Outcome == NoticeOutcome.Failed);

    public bool ReachedBy(NoticeChannel channel) => Earlier.Any(notice => notice.Channel == channel && notice.Outcome is NoticeOutcome.Accepted or NoticeOutcome.Delivered);
}
