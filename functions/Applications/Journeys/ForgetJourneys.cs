using Compensation.Applications.Site;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Journeys;

/// <summary>
/// Deletes what was typed by people who have paused for too long. Whose code was right, and whose browser was gone before the receipt came, has applied all the same: that is
/// completed first.
/// </summary>
public sealed class ForgetJourneys(CampaignCatalog campaigns, JourneyStore journeys, SubmitApplication submit, AddressBook book, IOptions<ApplicationOptions> options)
{
    [Function(nameof(ForgetJourneys))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await foreach (Journey journey in journeys.ReadPausedAsync(cancellationToken))
        {
            if (campaigns.TryFind(journey.Campaign, out Campaign? campaign) && campaign.ApplicationSite is not null)
            {
                await CompleteAsync(new AskedSite(campaign, options.Value, journey.Language) { ReceivedAt = journey.TouchedAt }, journey, cancellationToken);
            }

            await journeys.EmptyAsync(journey, cancellationToken);
        }
    }

    private async Task CompleteAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (journey is { Kind: JourneyKind.Application, Receipt: null, SentAt: not null } && JourneyForm.NextOpen(site, journey) is null
            && JourneyForm.DeliveryOf(site, journey) is { } to && journey.Proof.Proves(book.KeyOf(to.FirstWay!)))
        {
            // Who has applied for as many coupons as one contact may was told so, and has not applied for these.
            await submit.HandleAsync(site.Campaign, JourneyForm.FinishedOf(site, journey), cancellationToken);
        }
    }
}
