using Compensation.Applications.Journeys;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Receipts;
using Compensation.Receipts.Pages;
using Compensation.Transfers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Site;

/// <summary>Whether a site is open, and whose journey an address names. What is open is told by the second at which a request has come in.</summary>
public sealed class SiteDoor(SitesHere sites, JourneyStore journeys, TransferDesk transfers, CampaignsAtDoor atDoor, IOptions<ApplicationOptions> options, TimeProvider time)
{
    private const string Folder = "apply/";

    internal AskedSite? Find(HttpRequest request, string campaign) => sites.TryFind(campaign, out Campaign? found)
        ? new AskedSite(found, options.Value, Languages.Of(request)) { ReceivedAt = time.GetUtcNow(), OffersTransfers = transfers.IsOffered(found), Up = UpFrom(request.Path.Value ?? string.Empty) }
        : null;

    internal static bool IsOpen(AskedSite site) => WhenShut(site) is null;

    private static Shut? WhenShut(AskedSite site) => site.ReceivedAt < site.Rules.OpensAt ? Shut.NotYet : site.ReceivedAt >= site.Rules.EndsAt ? Shut.Over : null;

    /// <summary>What a visitor reads where nothing can be filled in now; null where it can.</summary>
    internal static Page? WhyShut(AskedSite site, Journey? journey) => WhenShut(site) switch
    {
        Shut.NotYet => SitePages.NotOpenYet(site),
        Shut.Over => SitePages.Closed(site, journey),
        _ => null,
    };

    /// <returns>The journey, or the page that says why there is none.</returns>
    internal async Task<(Journey? Journey, Page? Instead)> FindAsync(AskedSite site, string id, CancellationToken cancellationToken)
    {
        (Journey? journey, JourneyEnd end) = await journeys.FindAsync(site.Campaign.Id, id, cancellationToken);
        return end switch
        {
            JourneyEnd.None => (journey, null),
            JourneyEnd.Paused => (null, WhyShut(site, journey: null) ?? SitePages.Paused(site, isStanding: false)),
            JourneyEnd.PausedStanding => (null, SitePages.Paused(site, isStanding: true)),
            _ => (null, WhyShut(site, journey: null) ?? SitePages.NotFound(site)),
        };
    }

    private static string UpFrom(string path) =>
        string.Concat(Enumerable.Repeat("../", path[(path.IndexOf(Folder, StringComparison.OrdinalIgnoreCase) + Folder.Length)..].Count(character => character == '/')));

    private enum Shut
    {
        NotYet,
        Over,
    }

    /// <summary>For an address that names no site of ours: whom to ask.</summary>
    internal Page NoSuchSite(HttpRequest request) => LostPages.Unknown(request, atDoor.Campaigns);
}
