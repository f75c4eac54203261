using Compensation.Applications.Journeys;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Site;

/// <summary>The first page of a campaign's special site, before its opening, while it is open, and after its end.</summary>
public sealed class StartSite(SiteDoor door, JourneyStore journeys)
{
    public const string Route = "apply/{campaign}";

    [Function("ShowApplicationSite")]
    [ApiOperation("The first page of the special site.", AnswerType = "text/html", FaultType = "text/html")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string campaign) =>
        door.Find(request, campaign) is { } site ? SiteDoor.WhyShut(site, journey: null) ?? SitePages.Start(site) : door.NoSuchSite(request);

    [Function("StartApplication")]
    [ApiOperation("Begins an application on the special site.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303)]
    public async Task<IResult> Begin([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (door.Find(request, campaign) is not { } site)
        {
            return door.NoSuchSite(request);
        }

        if (SiteDoor.WhyShut(site, journey: null) is { } shut)
        {
            return shut;
        }

        Journey journey = await journeys.BeginAsync(site.Campaign.Id, JourneyKind.Application, site.Language, cancellationToken);
        return new SeeOther(site.At($"{journey.Id}/{site.Questions[0].Step}"));
    }
}
