using Compensation.Campaigns;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>Sends the shop its link.</summary>
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

        ShopMessage message = one.NextMessage;
        if (!message.Progress.MayBeTried(_options, now))
        {
            return;
        }

        if (await room.Desk.FactsOrAlarmAsync(one, cancellationToken) is not { } facts)
        {
            // Its key may come back: it is tried again, and the case's own time ends it.
            SendOutcome.TryLater later = new("what was taken down cannot be read");
            await KeepAsync(one, message with { Progress = message.Progress.After(new ProviderAnswer(later, message.Progress.Provider is not null), _options, now) }, cancellationToken);
            return;
        }

        if (facts.ShopContact.FirstWay is null)
        {
            await KeepAsync(one, message with { Progress = message.Progress with { State = MessageState.Failed } }, cancellationToken);
            return;
        }

        Guid requestId = sender.RequestIdOf($"shop\n{run.Campaign}\n{run.Number}\n{message.Link}\n{message.Number}");
        EarlierTry? earlier = message.Progress.EarlierTry;
        string provider = sender.ProviderFor(facts.ShopContact, requestId, earlier);
        ShopMessage claim = message with { Progress = message.Progress.Claimed(provider, now) };
        if (await KeepAsync(one, claim, cancellationToken) is not { } claimed)
        {
            return;
        }

        Campaign campaign = room.Campaigns[run.Campaign];
        ProviderAnswer answer = await sender.SendAsync(
            campaign, facts.ShopContact, ShopTexts.Of(campaign, claimed, facts.Shop, links.LinkFor(claimed)), requestId, new SendTry(provider, earlier), cancellationToken);
        await RecordAsync(claimed, claim with { Progress = claim.Progress.After(answer, _options, time.GetUtcNow()) }, cancellationToken);
    }

    /// <summary>Whatever else has become of the case meanwhile: the message has gone out or has not.</summary>
    private async Task RecordAsync(DoubleChargeCase claimed, ShopMessage recorded, CancellationToken cancellationToken)
    {
        log.ShopWrittenTo(claimed.Campaign, claimed.Number, recorded.Progress.State);
        DoubleChargeCase? one = claimed;
        while (one is not null && one.Message.Link == recorded.Link && one.Message.Number == recorded.Number && await KeepAsync(one, recorded, cancellationToken) is null)
        {
            one = await room.Cases.FindAsync(claimed.Campaign, claimed.Number, cancellationToken);
        }
    }

    private Task<DoubleChargeCase?> KeepAsync(DoubleChargeCase one, ShopMessage message, CancellationToken cancellationToken) =>
        room.Cases.TryKeepAsync(one, one with { Message = message }, cancellationToken);
}
