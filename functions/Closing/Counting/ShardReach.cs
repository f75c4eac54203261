using System.Runtime.InteropServices;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Closing.Counting;

/// <summary>What each person of one shard has been sent: some forty bytes for each, kept while the shard is counted.</summary>
internal sealed class ShardReach
{
    private const int ReasonLengthMax = 80;
    private const int ReasonsMax = 50;

    /// <summary>Stands for whatever codes there are beyond <see cref="ReasonsMax"/>.</summary>
    public const string OtherReason = "other";

    private readonly Dictionary<EntitlementId, PersonReach> _people = [];
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);

    public void Add(Notice notice)
    {
        if (notice.Id.Kind is not (NoticeKind.Issue or NoticeKind.Reminder or NoticeKind.Resend or NoticeKind.Fallback))
        {
            return;
        }

        ref PersonReach reach = ref CollectionsMarshal.GetValueRefOrAddDefault(_people, notice.Id.Entitlement, out _);
        if (notice.LinkVersion > reach.LinkVersion)
        {
            reach = new PersonReach { LinkVersion = notice.LinkVersion, FirstSentAt = reach.FirstSentAt };
        }

        switch (notice.Outcome)
        {
            case var _ when notice.LinkVersion < reach.LinkVersion:
                break;
            case NoticeOutcome.Delivered:
                reach.Delivered = true;
                break;
            case NoticeOutcome.Accepted or NoticeOutcome.Unknown:
                reach.Sent = true;
                break;
            case NoticeOutcome.Failed when (notice.UndeliveredAt ?? notice.SettledAt ?? notice.ClaimedAt) is var at && at >= reach.FailedAt:
                (reach.FailedAt, reach.Reason) = (at, Kept(notice.UndeliveredReason ?? notice.Reason));
                break;
        }

        if (notice.State == NoticeState.Accepted && (notice.SettledAt ?? notice.ClaimedAt) is var sent && (reach.FirstSentAt == default || sent < reach.FirstSentAt))
        {
            reach.FirstSentAt = sent;
        }
    }

    public PersonReach Of(EntitlementId person) => _people.GetValueOrDefault(person);

    private string Kept(string? reason)
    {
        string kept = string.IsNullOrWhiteSpace(reason) ? string.Empty : reason.Length > ReasonLengthMax ? reason[..ReasonLengthMax] : reason;
        return _reasons.TryGetValue(kept, out string? known) ? known : _reasons.Count < ReasonsMax && _reasons.Add(kept) ? kept : OtherReason;
    }
}

/// <summary>What became of one person's messages that bear the link.</summary>
internal struct PersonReach
{
    /// <summary>Of which link all but <see cref="FirstSentAt"/> is said: with a corrected address comes a new one, and what became of messages to the old address says nothing of the person.</summary>
    public int LinkVersion;

    public bool Delivered;
    public bool Sent;

    /// <summary>When the last that failed did; the beginning of time where none has.</summary>
    public DateTimeOffset FailedAt;

    /// <summary>Why it did; null where none has.</summary>
    public string? Reason;

    /// <summary>When a provider took the first; the beginning of time where none has.</summary>
    public DateTimeOffset FirstSentAt;
}
