using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>
/// Sends the shop its link by the protocol of all messages, in small: claimed by a conditional write, sent with an id made from facts, recorded. What was claimed and not
/// recorded is settled by asking the provider.
/// </summary>
public sealed class WriteToShop(CaseRoom room, ShopLinks links, DirectSender sender, IOptions<NoticeOptions> options, TimeProvider time, ILogger<WriteToShop> log)
{
    private readonly NoticeOptions _options = options.Value;

    [Function(nameof(WriteToShop))]
    public async Task Run([ActivityTrigger] CaseRun run, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (await room.Cases.FindAsync(run.Campaign, run.Number, cancellationToken) is not { State: CaseState.AskingShop } one)
        {
            return;
        }

        ShopMessage message = LookAtCase.IsReminderDue(one) ? new ShopMessage(one.LinkVersion, 2) : one.Message;
        bool isHeld = message.State == ShopMessageState.Sending && message.LastTriedAt + _options.ClaimLease > now;
        if (message.IsSettled || isHeld || message.NotBefore > now)
        {
            return;
        }

        CaseFacts facts = room.Desk.FactsOf(one);
        if (facts.ShopContact.FirstWay is null)
        {
            await KeepAsync(one, message with { State = ShopMessageState.Failed }, cancellationToken);
            return;
        }

        Guid requestId = sender.RequestIdOf($"shop\n{run.Campaign}\n{run.Number}\n{message.Link}\n{message.Number}");
        EarlierTry? earlier = message.Provider is { } tried ? new EarlierTry(tried, message.FirstTriedAt!.Value, message.LastTriedAt!.Value) : null;
        string provider = sender.ProviderFor(facts.ShopContact, requestId, earlier);
        ShopMessage claim = message with { State = ShopMessageState.Sending, Provider = provider, FirstTriedAt = message.FirstTriedAt ?? now, LastTriedAt = now };
        if (await KeepAsync(one, claim, cancellationToken) is not { } claimed)
        {
            return;
        }

        Campaign campaign = room.Campaigns[run.Campaign];
        SendOutcome outcome = await sender.SendAsync(
            campaign, facts.ShopContact, ShopTexts.Of(campaign, claimed, facts.Shop, links.LinkFor(claimed)), requestId, new SendTry(provider, earlier), cancellationToken);
        await RecordAsync(claimed, Recorded(claim, outcome, maybeOut: earlier is not null || outcome is SendOutcome.Unsettled), cancellationToken);
    }

    /// <summary>Whatever else has become of the case meanwhile: the message has gone out or has not.</summary>
    private async Task RecordAsync(DoubleChargeCase claimed, ShopMessage recorded, CancellationToken cancellationToken)
    {
        log.ShopWrittenTo(claimed.Campaign, claimed.Number, recorded.State);
        DoubleChargeCase? one = claimed;
        while (one is not null && one.Message.Link == recorded.Link && one.Message.Number == recorded.Number && await KeepAsync(one, recorded, cancellationToken) is null)
        {
            one = await room.Cases.FindAsync(claimed.Campaign, claimed.Number, cancellationToken);
        }
    }

    private Task<DoubleChargeCase?> KeepAsync(DoubleChargeCase one, ShopMessage message, CancellationToken cancellationToken) =>
        room.Cases.TryKeepAsync(one, one with { Message = message }, cancellationToken);

    private ShopMessage Recorded(ShopMessage message, SendOutcome outcome, bool maybeOut)
    {
        DateTimeOffset now = time.GetUtcNow();
        return outcome switch
        {
            SendOutcome.Accepted => message with { State = ShopMessageState.Sent },
            SendOutcome.Refused => message with { State = ShopMessageState.Failed },
            _ when message.FirstTriedAt + _options.SettleWithin <= now => message with { State = maybeOut ? ShopMessageState.Unknown : ShopMessageState.Failed },
            _ => message with
            {
                State = ShopMessageState.Due,
                Provider = maybeOut ? message.Provider : null,
                Tries = message.Tries + 1,
                NotBefore = now + (outcome is SendOutcome.Throttled throttled ? throttled.RetryAfter : _options.RetryIntervalAfter(message.Tries + 1)),
            },
        };
    }
}
