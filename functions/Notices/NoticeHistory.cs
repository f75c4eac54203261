namespace Compensation.Notices;

/// <summary>What one person has been sent, as far as an order needs to know.</summary>
/// <param name="Ordered">The notice that the order asks for, or null while there is none.</param>
/// <param name="Earlier">The person's first notice, its fallback and resends, where the order has to know them.</param>
public sealed record NoticeHistory(Notice? Ordered, IReadOnlyList<Notice> Earlier)
{
    public static readonly NoticeHistory Empty = new(null, []);

    /// <summary>Where the person is reached today; null where nobody can tell, and then every address counts.</summary>
    internal Reach? Today { get; init; }

    /// <summary>Where the order is a reminder: when another one may have gone out last, or null.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Something arrived that opens, or is on its way as far as anybody knows, at an address that is on file.</summary>
    public bool WasReached => Standing.Any(IsReach);

    /// <summary>A carrier has said that something arrived that opens, at an address that is on file.</summary>
    public bool WasDelivered => Standing.Any(notice => notice.Outcome == NoticeOutcome.Delivered);

    /// <summary>Something that bears the link of today did not arrive, wherever it went.</summary>
    public bool HasFailed => Earlier.Any(notice => BearsTheLink(notice) && notice.Outcome == NoticeOutcome.Failed);

    public int Resends => Earlier.Where(notice => notice.Id.Kind == NoticeKind.Resend).Select(notice => notice.Id.Sequence).DefaultIfEmpty(0).Max();

    /// <summary>What went to addresses that are on file today, whatever link it bears.</summary>
    public IEnumerable<Notice> OnFile => Earlier.Where(IsOnFile);

    /// <summary>What counts today: at an address that is on file, with a link that opens.</summary>
    public IEnumerable<Notice> Standing => OnFile.Where(BearsTheLink);

    /// <summary>What was to tell of a late code, at first.</summary>
    public Notice? WordOfCode => Earlier.FirstOrDefault(notice => notice.Id.Kind == NoticeKind.CodeReady && notice.Id.Sequence == 1);

    /// <summary>Somebody was to be told of a late code, and was not: neither so, nor by another message since that leads to it.</summary>
    public bool LacksWordOfCode => WordOfCode is { Outcome: NoticeOutcome.Failed } told
        && !Standing.Any(notice => IsReach(notice) && (notice.FirstTriedAt ?? notice.ClaimedAt) > (told.FirstTriedAt ?? told.ClaimedAt));

    /// <summary>The last that was to tell that a transfer failed, whichever attempt it was about and whoever had it sent.</summary>
    public Notice? WordOfTransfer => Earlier.Where(notice => notice.Id.Kind == NoticeKind.TransferResult).MaxBy(notice => notice.FirstTriedAt ?? notice.ClaimedAt);

    /// <summary>Somebody was to be told that a transfer failed, and was not: neither so, nor on the other channel.</summary>
    public bool LacksWordOfTransfer => WordOfTransfer is { Outcome: NoticeOutcome.Failed } told
        && !OnFile.Any(notice => notice.Id.Kind == NoticeKind.TransferResultAgain && notice.Id.Sequence == told.Id.Sequence && IsReach(notice));

    /// <summary>Another message about a transfer than the order's own has gone out since, or is about to: whoever had it sent, and by whatever way.</summary>
    internal bool ToldOfTransferSince(DateTimeOffset since) => Earlier.Any(notice => notice.Id.Kind is NoticeKind.TransferResult or NoticeKind.TransferResultAgain
        && notice.Id != Ordered?.Id && notice.Outcome != NoticeOutcome.Failed && (notice.SettledAt ?? notice.ClaimedAt) > since);

    public bool FailedBy(NoticeChannel channel) => OnFile.Any(notice => notice.Channel == channel && notice.Outcome == NoticeOutcome.Failed);

    public bool ReachedBy(NoticeChannel channel) => Standing.Any(notice => notice.Channel == channel && IsReach(notice));

    /// <summary>The address of that channel has had the link of today, or takes nothing.</summary>
    public bool TriedBy(NoticeChannel channel) => FailedBy(channel) || Standing.Any(notice => notice.Channel == channel);

    public bool IsOnFile(Notice notice) => Today is null || Today.Holds(notice);

    private bool BearsTheLink(Notice notice) => Today is null || notice.LinkVersion == Today.LinkVersion;

    private static bool IsReach(Notice notice) => notice.Outcome is NoticeOutcome.Accepted or NoticeOutcome.Delivered;
}
