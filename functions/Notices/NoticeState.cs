using System.Collections.Frozen;

namespace Compensation.Notices;

/// <summary>How far our own sending of a notice has come. What the carrier says later is kept beside it.</summary>
public enum NoticeState
{
    /// <summary>Claimed by a sender; a request may be under way, or a process died in it.</summary>
    Sending,

    /// <summary>Not sent yet, or not settled yet: to be tried again with the same request id.</summary>
    Deferred,

    /// <summary>The provider has taken it.</summary>
    Accepted,

    /// <summary>The provider refused this recipient for good.</summary>
    Failed,

    /// <summary>Nobody can say whether it went out. For operators; never resent by itself.</summary>
    Unknown,
}

/// <summary>The one table of allowed moves.</summary>
public static class NoticeMoves
{
    private static readonly FrozenDictionary<NoticeState, NoticeState[]> Next = new Dictionary<NoticeState, NoticeState[]>
    {
        [NoticeState.Sending] = [NoticeState.Sending, NoticeState.Deferred, NoticeState.Accepted, NoticeState.Failed, NoticeState.Unknown],
        [NoticeState.Deferred] = [NoticeState.Sending],
        [NoticeState.Accepted] = [],
        [NoticeState.Failed] = [],
        [NoticeState.Unknown] = [],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this NoticeState from, NoticeState to) => Next[from].Contains(to);
}

/// <summary>What became of a notice, our own record and the carrier's reports taken together.</summary>
public enum NoticeOutcome
{
    /// <summary>Handed to the provider; no report yet.</summary>
    Accepted,
    Delivered,

    /// <summary>Refused, bounced or undeliverable.</summary>
    Failed,
    Unknown,

    /// <summary>Still to be sent.</summary>
    Pending,
}
