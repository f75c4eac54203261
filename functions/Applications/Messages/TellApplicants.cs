using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Messages;

/// <summary>
/// Sends queued messages by the protocol of all notices, in small: claimed by a conditional write, sent with an id made from facts, recorded. What was claimed and not
/// recorded is settled by asking the provider.
/// </summary>
public sealed class TellApplicants(
    CampaignCatalog campaigns, ApplicationStore applications, MessageStore messages, DirectSender sender, ProtectedFields fields, IOptions<NoticeOptions> options, TimeProvider time, ILogger<TellApplicants> log)
{
    private readonly NoticeOptions _options = options.Value;

    /// <summary>Sends one message, if it is due and nobody else is at it.</summary>
    internal async Task SendAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool isHeld = message.State == MessageState.Sending && message.LastTriedAt + _options.ClaimLease > now;
        if (isHeld || message.NotBefore > now || await applications.FindAsync(message.Campaign, message.Receipt, Math.Max(1, message.Line), cancellationToken) is not { } application)
        {
            return;
        }

        Contact to = fields.UnprotectJson<ApplicationForm>(application.ProtectedForm).Delivery;
        if (to.FirstWay is null)
        {
            await messages.SettleAsync(message with { State = MessageState.Failed }, cancellationToken);
            return;
        }

        QueuedMessage claim = Claim(to, message);
        if (await messages.TryKeepAsync(claim, cancellationToken) is { } claimed)
        {
            await SendClaimedAsync(application, claimed, to, EarlierTryOf(message), cancellationToken);
        }
    }

    /// <summary>The message as it is stored before it is sent: it names the provider, so that whoever finds it knows whom to ask.</summary>
    internal QueuedMessage Claim(Contact to, QueuedMessage message)
    {
        DateTimeOffset now = time.GetUtcNow();
        string provider = sender.ProviderFor(to, RequestIdOf(message), EarlierTryOf(message));
        return message with { State = MessageState.Sending, Provider = provider, FirstTriedAt = message.FirstTriedAt ?? now, LastTriedAt = now };
    }

    /// <summary>Sends a message that was stored as claimed by its first try.</summary>
    internal Task SendClaimedAsync(Application application, QueuedMessage claimed, Contact to, CancellationToken cancellationToken) =>
        SendClaimedAsync(application, claimed, to, earlier: null, cancellationToken);

    private async Task SendClaimedAsync(Application application, QueuedMessage message, Contact to, EarlierTry? earlier, CancellationToken cancellationToken)
    {
        SendOutcome outcome = await sender.SendAsync(campaigns[message.Campaign], to, TextOf(application, message), RequestIdOf(message), new SendTry(message.Provider!, earlier), cancellationToken);
        QueuedMessage recorded = Recorded(message, outcome, maybeOut: earlier is not null || outcome is SendOutcome.Unsettled);
        log.ApplicantTold(message.Campaign, message.Receipt, message.Kind, recorded.State);
        if (recorded.State is MessageState.Due or MessageState.Sending)
        {
            await messages.TryKeepAsync(recorded, cancellationToken);
        }
        else
        {
            await messages.SettleAsync(recorded, cancellationToken);
        }
    }

    private Guid RequestIdOf(QueuedMessage message) => sender.RequestIdOf($"{message.Campaign}\n{message.Receipt}\n{message.Line}\n{message.Number}");

    private static EarlierTry? EarlierTryOf(QueuedMessage message) => message.Provider is { } tried ? new EarlierTry(tried, message.FirstTriedAt!.Value, message.LastTriedAt!.Value) : null;

    private QueuedMessage Recorded(QueuedMessage message, SendOutcome outcome, bool maybeOut)
    {
        DateTimeOffset now = time.GetUtcNow();
        return outcome switch
        {
            SendOutcome.Accepted => message with { State = MessageState.Sent },
            SendOutcome.Refused => message with { State = MessageState.Failed },
            _ when message.FirstTriedAt + _options.SettleWithin <= now => message with { State = maybeOut ? MessageState.Unknown : MessageState.Failed },
            _ => message with
            {
                State = MessageState.Due,
                Provider = maybeOut ? message.Provider : null,
                Tries = message.Tries + 1,
                NotBefore = now + (outcome is SendOutcome.Throttled throttled ? throttled.RetryAfter : _options.RetryIntervalAfter(message.Tries + 1)),
            },
        };
    }

    private ComposedText TextOf(Application application, QueuedMessage message)
    {
        Campaign campaign = campaigns[message.Campaign];
        string words = message.ProtectedWords is { } stored ? fields.Unprotect(stored) : string.Empty;
        return message.Kind switch
        {
            MessageKind.Received => ApplicationTexts.Received(campaign, application.Language, message.Receipt),
            MessageKind.Refused => ApplicationTexts.Refused(campaign, application.Language, message.Receipt, words),
            _ => ApplicationTexts.Question(campaign, application.Language, message.Receipt, words),
        };
    }
}
