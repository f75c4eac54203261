using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Messages;

/// <summary>Sends queued messages.</summary>
public sealed class TellApplicants(
    CampaignCatalog campaigns, ApplicationStore applications, MessageStore messages, DirectSender sender, ProtectedFields fields, IAlarms alarms, IOptions<NoticeOptions> options, TimeProvider time, ILogger<TellApplicants> log)
{
    private readonly NoticeOptions _options = options.Value;

    /// <summary>Sends one message, if it is due and nobody else is at it.</summary>
    internal async Task SendAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        if (!message.Progress.MayBeTried(_options, time.GetUtcNow()) || await applications.FindAsync(message.Campaign, message.Receipt, Math.Max(1, message.Line), cancellationToken) is not { } application)
        {
            return;
        }

        if (!message.Holds(application) && message.Progress.EarlierTry is null)
        {
            await messages.DropAsync(message, cancellationToken);
            return;
        }

        if (fields.UnprotectJsonOrNull<ApplicationForm>(application.ProtectedForm) is not { Delivery: var to } || (message.ProtectedWords is { } words && fields.UnprotectOrNull(words) is null))
        {
            // Its key may come back, so it stays queued: but nobody waits for that.
            await AlarmAsync(message, cancellationToken);
            return;
        }

        if (to.FirstWay is null)
        {
            await SettleAsync(message with { Progress = message.Progress with { State = MessageState.Failed } }, cancellationToken);
            return;
        }

        QueuedMessage claim = Claim(to, message);
        if (await messages.TryKeepAsync(claim, cancellationToken) is { } claimed)
        {
            await SendClaimedAsync(application, claimed, to, message.Progress.EarlierTry, cancellationToken);
        }
    }

    /// <summary>The message as it is stored before it is sent: it names the provider, so that whoever finds it knows whom to ask.</summary>
    internal QueuedMessage Claim(Contact to, QueuedMessage message) =>
        message with { Progress = message.Progress.Claimed(sender.ProviderFor(to, RequestIdOf(message), message.Progress.EarlierTry), time.GetUtcNow()) };

    /// <summary>Sends a message that was stored as claimed by its first try.</summary>
    internal Task SendClaimedAsync(Application application, QueuedMessage claimed, Contact to, CancellationToken cancellationToken) =>
        SendClaimedAsync(application, claimed, to, earlier: null, cancellationToken);

    private async Task SendClaimedAsync(Application application, QueuedMessage message, Contact to, EarlierTry? earlier, CancellationToken cancellationToken)
    {
        ProviderAnswer answer = await sender.SendAsync(campaigns[message.Campaign], to, TextOf(application, message), RequestIdOf(message), new SendTry(message.Progress.Provider!, earlier), cancellationToken);
        QueuedMessage recorded = message with { Progress = message.Progress.After(answer, _options, time.GetUtcNow()) };
        await (recorded.Progress.IsSettled ? SettleAsync(recorded, cancellationToken) : messages.TryKeepAsync(recorded, cancellationToken));
    }

    /// <summary>The alarm first: should the process die in between, it is raised again.</summary>
    private async Task SettleAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        if (message.Progress.State != MessageState.Sent)
        {
            await AlarmAsync(message, cancellationToken);
        }

        log.ApplicantTold(message.Campaign, message.Receipt, message.Kind, message.Progress.State);
        await messages.SettleAsync(message, cancellationToken);
    }

    private Task AlarmAsync(QueuedMessage message, CancellationToken cancellationToken) => alarms.RaiseAsync(
        AlarmKind.ApplicantNotTold, message.Campaign, matter: string.Empty,
        $"A message to an applicant has not arrived, or may not have: GET campaigns/{message.Campaign}/applications?untold=true lists whose. They have to be rung.", cancellationToken);

    private Guid RequestIdOf(QueuedMessage message) => sender.RequestIdOf($"{message.Campaign}\n{message.Receipt}\n{message.Line}\n{message.Number}");

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
