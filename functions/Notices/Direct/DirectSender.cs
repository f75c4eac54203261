using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Providers;

namespace Compensation.Notices.Direct;

/// <summary>Sends one message that belongs to no entitlement, through the providers and the rules of all notices.</summary>
public sealed class DirectSender(ProviderChoice providers, ProviderRequests requests, KeyedHash hash, TimeProvider time)
{
    /// <summary>The id of a message, made from facts, so that providers know a repeat. No notice's id looks like it, so that reports about it are passed over.</summary>
    internal Guid RequestIdOf(string facts)
    {
        byte[] bytes = hash.Of("application-message", facts)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Which provider the message goes to: the one that an earlier try may have left with, or the one that is chosen now.</summary>
    internal string ProviderFor(Contact to, Guid requestId, EarlierTry? earlier) => providers.Choose(ChannelOf(to), requestId, earlier?.Provider).Provider;

    /// <summary>Asks the provider, and once more where its answer was lost.</summary>
    /// <param name="campaign">Whose senders.</param>
    /// <param name="to">One way to the person.</param>
    /// <param name="text">What it says.</param>
    /// <param name="requestId">The message's.</param>
    /// <param name="now">The provider, and what is known of an earlier try.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    internal Task<ProviderAnswer> SendAsync(Campaign campaign, Contact to, ComposedText text, Guid requestId, SendTry now, CancellationToken cancellationToken)
    {
        NoticeChannel channel = ChannelOf(to);
        (DateTimeOffset first, DateTimeOffset last) = now.Earlier is { } earlier ? (earlier.FirstTriedAt, earlier.LastTriedAt) : (time.GetUtcNow(), time.GetUtcNow());
        OutgoingMessage message = channel == NoticeChannel.Sms
            ? new OutgoingMessage(requestId, campaign.Senders.Sms, to.Phone!, null, text.Sms, null, first, last)
            : new OutgoingMessage(requestId, campaign.Senders.Email, to.Email!, text.Subject, text.Text, text.Html, first, last);
        return requests.AskAsync(providers.Choose(channel, requestId, now.Provider), to.FirstWay!, mayBeRepeat: now.Earlier is not null, () => message, cancellationToken);
    }

    private static NoticeChannel ChannelOf(Contact to) => to.Phone is null ? NoticeChannel.Email : NoticeChannel.Sms;
}

/// <summary>A try whose fate is not known.</summary>
internal sealed record EarlierTry(string Provider, DateTimeOffset FirstTriedAt, DateTimeOffset LastTriedAt);

/// <summary>A try that is about to be made.</summary>
/// <param name="Provider">With whom.</param>
/// <param name="Earlier">A try that may have gone out, or null.</param>
internal sealed record SendTry(string Provider, EarlierTry? Earlier);

/// <summary>A message in both its forms.</summary>
internal sealed record ComposedText(string Sms, string Subject, string Text, string Html);
