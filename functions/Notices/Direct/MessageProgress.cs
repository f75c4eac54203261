using System.Text.Json.Serialization;
using Compensation.Common;
using Compensation.Notices.Providers;

namespace Compensation.Notices.Direct;

/// <summary>How far a message is. Stored by name: never rename.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    Due,

    /// <summary>A request may have gone out.</summary>
    Sending,

    Sent,

    /// <summary>Refused for good by the provider, or given up.</summary>
    Failed,

    /// <summary>It may have gone out, and nobody can tell.</summary>
    Unknown,
}

/// <summary>
/// How far a single message is on its way, by the protocol of all messages: claimed by a conditional write that names the provider, sent with an id made from facts,
/// recorded. What was claimed and not recorded is settled by asking the provider.
/// </summary>
public sealed record MessageProgress
{
    public MessageState State { get; init; }

    /// <summary>The provider that an earlier request may have left with.</summary>
    public string? Provider { get; init; }

    public DateTimeOffset? FirstTriedAt { get; init; }

    public DateTimeOffset? LastTriedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public int Tries { get; init; }

    [JsonIgnore]
    public bool IsSettled => State is MessageState.Sent or MessageState.Failed or MessageState.Unknown;

    internal EarlierTry? EarlierTry => Provider is { } tried ? new EarlierTry(tried, FirstTriedAt!.Value, LastTriedAt!.Value) : null;

    /// <summary>From when on it may be tried: once it is due, and whoever was at it last must have ended; null for at once. What is put off for longer than anything ever is was so before the clock was set back.</summary>
    internal DateTimeOffset? MayBeTriedFrom(NoticeOptions rules, DateTimeOffset now) =>
        State == MessageState.Sending ? StoredWait.Until(LastTriedAt, rules.ClaimLease, now)
        : NotBefore > now && NotBefore - rules.WaitMax <= now ? NotBefore : null;

    internal bool MayBeTried(NoticeOptions rules, DateTimeOffset now) => !IsSettled && MayBeTriedFrom(rules, now) is null;

    internal MessageProgress Claimed(string provider, DateTimeOffset now) =>
        this with { State = MessageState.Sending, Provider = provider, FirstTriedAt = FirstTriedAt ?? now, LastTriedAt = now };

    /// <summary>What a claimed message has become.</summary>
    /// <param name="answer">What the provider said.</param>
    /// <param name="rules">How long it is tried, and how often.</param>
    /// <param name="now">UTC.</param>
    internal MessageProgress After(ProviderAnswer answer, NoticeOptions rules, DateTimeOffset now)
    {
        (SendOutcome outcome, bool maybeOut) = answer;
        return outcome switch
        {
            _ when answer.Silenced is not null => this with { State = MessageState.Unknown },
            SendOutcome.Accepted => this with { State = MessageState.Sent },
            SendOutcome.Refused => this with { State = MessageState.Failed },
            _ when FirstTriedAt + rules.SettleWithin <= now => this with { State = maybeOut ? MessageState.Unknown : MessageState.Failed },
            _ => this with
            {
                State = MessageState.Due,
                Provider = maybeOut ? Provider : null,
                Tries = Tries + (outcome is SendOutcome.Throttled ? 0 : 1),
                NotBefore = now + (outcome is SendOutcome.Throttled throttled ? throttled.RetryAfter : rules.RetryIntervalAfter(Tries + 1)),
            },
        };
    }
}
