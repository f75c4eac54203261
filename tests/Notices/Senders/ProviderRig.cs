using Compensation.Notices;

namespace Compensation.Tests.Notices.Senders;

/// <summary>One sender with its provider, whom the contract can make misbehave.</summary>
internal abstract class ProviderRig : IAsyncDisposable
{
    public StoppedClock Clock { get; } = new(new DateTimeOffset(2023, 4, 10, 1, 0, 0, TimeSpan.Zero));

    public abstract INoticeSender Sender { get; }

    /// <summary>The same, but nobody is at the provider's address.</summary>
    public abstract INoticeSender Unreachable { get; }

    /// <summary>The same, waiting no longer than a second.</summary>
    public abstract INoticeSender Impatient { get; }

    public abstract string Address { get; }

    public abstract string BadAddress { get; }

    /// <summary>What the record says of it.</summary>
    public abstract string BadAddressReason { get; }

    /// <summary>How long to wait, where the provider was told to ask for 17 seconds.</summary>
    public virtual TimeSpan RetryAfter => TimeSpan.FromSeconds(17);

    /// <summary>Whether the provider can say what became of a message whose answer was lost.</summary>
    public virtual bool CanBeAsked => true;

    public abstract void Set(Trouble trouble);

    /// <summary>How often the text of the message reached its person.</summary>
    public abstract Task<int> ReachedAsync(OutgoingMessage message);

    public OutgoingMessage Message(string? to = null)
    {
        Guid id = Guid.NewGuid();
        bool isSms = Sender.Channel == NoticeChannel.Sms;
        string text = $"旅行支援事務局です。🍊 未使用額1,000円の受取はこちら https://r.example.jp/r/{id:N}\n期限5/31";
        return new OutgoingMessage(
            id, isSms ? "+815012345678" : "office@campaign.example.jp", to ?? Address, isSms ? null : "未使用額の受け取りについて（旅行支援事務局からの大切なお知らせ）", text,
            isSms ? null : $"<p>{text}</p>", Clock.Now, Clock.Now);
    }

    public abstract ValueTask DisposeAsync();
}

/// <summary>What can go wrong with a provider.</summary>
internal enum Trouble
{
    None,

    /// <summary>The next request is one too many; it should wait for 17 seconds.</summary>
    TooMany,

    /// <summary>The next request is taken, and the answer lost.</summary>
    AnswerLost,

    /// <summary>The next request is turned away for a while.</summary>
    OutOfOrder,

    /// <summary>The next answer is one that nobody knows.</summary>
    OddAnswer,

    /// <summary>Connections are dropped unheard.</summary>
    Deaf,

    /// <summary>Answers take a minute.</summary>
    Asleep,
}
