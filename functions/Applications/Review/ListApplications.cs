using System.Globalization;
using System.Runtime.CompilerServices;
using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Review;

/// <summary>A campaign's applications: those that nobody has decided, or all of one state, by reason if need be.</summary>
public sealed class ListApplications(CampaignCatalog campaigns, ApplicationStore applications, MessageStore messages)
{
    private const int PageSize = 100;

    [Function(nameof(ListApplications))]
    [ApiOperation(
        "Applications of the special site. Without state those that nobody has decided; outcome picks one reason; untold=true those whose applicant was not reached by a message. A page at a time: from is the answer's next.",
        Answer = typeof(ApplicationPage), Query = ["state", "outcome", "untold", "from"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/applications")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.ApplicationSite is null)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (!request.TryReadChoice("state", out ApplicationState? state) || !request.TryReadChoice("outcome", out ApplicationOutcome? outcome))
        {
            return JsonBody.Fault($"state: expected {QueryChoice.NamesOf<ApplicationState>()}; outcome: expected {QueryChoice.NamesOf<ApplicationOutcome>()}.");
        }

        if (request.Query["untold"].FirstOrDefault() is not (null or "" or "true" or "false"))
        {
            return JsonBody.Fault("untold: expected true or false.");
        }

        if (!TryReadPlace(request.Query["from"].FirstOrDefault(), out int bucket, out string? after))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        Asked asked = new(state, outcome, request.Query["untold"].FirstOrDefault() == "true");
        List<(string Place, Application Application)> page = await ReadAsync(found, asked, bucket, after, cancellationToken).Take(PageSize + 1).ToListAsync(cancellationToken);
        return JsonBody.Answer(new ApplicationPage([.. page.Take(PageSize).Select(one => ApplicationView.Of(one.Application))], page.Count > PageSize ? page[PageSize - 1].Place : null));
    }

    private async IAsyncEnumerable<(string Place, Application Application)> ReadAsync(
        Campaign campaign, Asked asked, int firstBucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int bucket = firstBucket; bucket < ReceiptNumber.Buckets; bucket++, after = null)
        {
            await foreach (Application application in Candidates(campaign.Id, asked, bucket, after, cancellationToken).Where(asked.Includes))
            {
                yield return (PlaceOf(application.Receipt, application.Line), application);
            }
        }
    }

    private IAsyncEnumerable<Application> Candidates(CampaignId campaign, Asked asked, int bucket, string? after, CancellationToken cancellationToken) =>
        asked.Untold ? ReadUntoldAsync(campaign, bucket, after, cancellationToken)
        : asked.State?.IsOpen() ?? true ? ReadOpenAsync(campaign, asked, bucket, after, cancellationToken)
        : applications.ReadAllAsync(campaign, bucket, after is null ? null : $"{ApplicationRow.Prefix}{after}", asked.State, cancellationToken);

    private async IAsyncEnumerable<Application> ReadOpenAsync(CampaignId campaign, Asked asked, int bucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OpenApplication open in applications.ReadOpenAsync(campaign, bucket, after is null ? null : $"{ApplicationStore.OpenPrefix}{after}", cancellationToken)
            .Where(open => asked.Includes(open.State, open.Outcome)))
        {
            if (await applications.FindAsync(campaign, open.Receipt, open.Line, cancellationToken) is { } application)
            {
                yield return application;
            }
        }
    }

    /// <summary>One application for each, however many messages have failed; the first line stands for all of its receipt.</summary>
    private async IAsyncEnumerable<Application> ReadUntoldAsync(CampaignId campaign, int bucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (ReceiptNumber, int)? last = null;
        await foreach (QueuedMessage message in messages.ReadFailedAsync(campaign, bucket, after, cancellationToken))
        {
            (ReceiptNumber Receipt, int Line) one = (message.Receipt, Math.Max(1, message.Line));
            if (one != last && await applications.FindAsync(campaign, one.Receipt, one.Line, cancellationToken) is { } application)
            {
                yield return application;
            }

            last = one;
        }
    }

    /// <summary>A place is bucket, receipt number and line.</summary>
    internal static string PlaceOf(ReceiptNumber receipt, int line) => string.Create(CultureInfo.InvariantCulture, $"{receipt.Bucket:x}-{receipt}-{line}");

    /// <param name="place">What the address says; nothing at the beginning.</param>
    /// <param name="bucket">The bucket that it is in.</param>
    /// <param name="after">The end of the row's key.</param>
    internal static bool TryReadPlace(string? place, out int bucket, out string? after)
    {
        (bucket, after) = (0, null);
        if (string.IsNullOrEmpty(place))
        {
            return true;
        }

        bool isOne = place.Split('-') is [{ Length: 1 } digit, var receipt, { Length: 1 } line]
            && int.TryParse(digit, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bucket) && ReceiptNumber.TryParse(receipt, out _) && char.IsAsciiDigit(line[0]);
        after = isOne ? place[2..].Replace('-', ':') : null;
        return isOne;
    }

    /// <summary>Which ones are asked for.</summary>
    private sealed record Asked(ApplicationState? State, ApplicationOutcome? Outcome, bool Untold)
    {
        public bool Includes(Application application) => Includes(application.State, application.Outcome);

        public bool Includes(ApplicationState state, ApplicationOutcome outcome) =>
            (State is { } wanted ? state == wanted : Untold || state.IsOpen()) && (Outcome is null || Outcome == outcome);
    }
}
