using System.Globalization;
using System.Runtime.CompilerServices;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Review;

/// <summary>A campaign's applications: those that nobody has decided, or all of one state, by reason if need be.</summary>
public sealed class ListApplications(CampaignCatalog campaigns, ApplicationStore applications)
{
    private const int PageSize = 100;

    [Function(nameof(ListApplications))]
    [ApiOperation(
        "Applications of the special site. Without state those that nobody has decided; outcome picks one reason. A page at a time: from is the answer's next.",
        Answer = typeof(ApplicationPage), Query = ["state", "outcome", "from"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/applications")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.ApplicationSite is null)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (!TryRead(request, "state", out ApplicationState? state) || !TryRead(request, "outcome", out ApplicationOutcome? outcome))
        {
            return JsonBody.Fault($"state: expected {Names<ApplicationState>()}; outcome: expected {Names<ApplicationOutcome>()}.");
        }

        if (!TryReadPlace(request, out int bucket, out string? after))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        List<(string Place, Application Application)> page = await ReadAsync(found, state, outcome, bucket, after, cancellationToken).Take(PageSize + 1).ToListAsync(cancellationToken);
        return JsonBody.Answer(new ApplicationPage([.. page.Take(PageSize).Select(one => ApplicationView.Of(one.Application))], page.Count > PageSize ? page[PageSize - 1].Place : null));
    }

    private async IAsyncEnumerable<(string Place, Application Application)> ReadAsync(
        Campaign campaign, ApplicationState? state, ApplicationOutcome? outcome, int firstBucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int bucket = firstBucket; bucket < ReceiptNumber.Buckets; bucket++, after = null)
        {
            IAsyncEnumerable<Application> candidates = state?.IsOpen() ?? true ? ReadOpenAsync(campaign, state, outcome, bucket, after, cancellationToken) : applications.ReadAllAsync(campaign.Id, bucket, after is null ? null : $"{ApplicationRow.Prefix}{after}", cancellationToken);
            await foreach (Application application in candidates.Where(one => (state is null ? one.State.IsOpen() : one.State == state) && (outcome is null || one.Outcome == outcome)))
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{bucket:x}-{application.Receipt}-{application.Line}"), application);
            }
        }
    }

    private async IAsyncEnumerable<Application> ReadOpenAsync(
        Campaign campaign, ApplicationState? state, ApplicationOutcome? outcome, int bucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OpenApplication open in applications.ReadOpenAsync(campaign.Id, bucket, after is null ? null : $"q:{after}", cancellationToken)
            .Where(open => (state is null || open.State == state) && (outcome is null || open.Outcome == outcome)))
        {
            if (await applications.FindAsync(campaign.Id, open.Receipt, open.Line, cancellationToken) is { } application)
            {
                yield return application;
            }
        }
    }

    /// <summary>A place is bucket, receipt number and line.</summary>
    private static bool TryReadPlace(HttpRequest request, out int bucket, out string? after)
    {
        (bucket, after) = (0, null);
        if (request.Query["from"].FirstOrDefault() is not { Length: > 0 } place)
        {
            return true;
        }

        bool isOne = place.Split('-') is [{ Length: 1 } digit, var receipt, { Length: 1 } line]
            && int.TryParse(digit, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bucket) && ReceiptNumber.TryParse(receipt, out _) && char.IsAsciiDigit(line[0]);
        after = isOne ? place[2..].Replace('-', ':') : null;
        return isOne;
    }

    private static bool TryRead<T>(HttpRequest request, string name, out T? value)
        where T : struct, Enum
    {
        string? text = request.Query[name].FirstOrDefault();
        bool isOne = Enum.TryParse(text, ignoreCase: true, out T parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(text![0]);
        value = isOne ? parsed : null;
        return isOne || string.IsNullOrEmpty(text);
    }

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(name => $"{char.ToLowerInvariant(name[0])}{name[1..]}"));
}
