using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Compensation.Payouts.Amazon;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Payouts.Reconciliation;

/// <summary>The operators' doors to an issuer's reconciliation: with the issuer's own list where it has one to ask for, with a report of transactions where it has not.</summary>
public sealed class ReconcileIssuer(CampaignCatalog campaigns, PointIssuers issuers, ReconcileIssuers books, Uploads uploads, TimeProvider time)
{
    [Function(nameof(ReconcileIssuer))]
    [ApiOperation("Our books beside an issuer's own list.", Answer = typeof(IssuerReconciliation))]
    public async Task<IResult> WithList(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/issuers/{issuer}/reconciliation")] HttpRequest request, string campaign, string issuer, CancellationToken cancellationToken)
    {
        if (!TryFind(campaign, issuer, out Campaign? found, out IPointIssuer? by, out IResult? fault))
        {
            return fault;
        }

        if (by is not IIssuerList list)
        {
            return Results.Problem($"The issuer '{issuer}' has no list to ask for: POST its report of transactions to the same address (docs/issuer-api.md).", statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            return JsonBody.Answer(await books.CompareAsync(found, by, list.ReadListAsync(found.Id, cancellationToken), time.GetUtcNow(), () => 0, cancellationToken));
        }
        catch (IssuerListException wrong)
        {
            return Results.Problem(wrong.Message, statusCode: StatusCodes.Status502BadGateway);
        }
    }

    [Function("ReconcileReport")]
    [ApiOperation(
        "Our books beside a report of an issuer's transactions, whose last instant until states.", BodyType = "text/csv", Answer = typeof(IssuerReconciliation), Refusal = typeof(ReportFaults), RefusalStatuses = [422], Query = ["until"])]
    public async Task<IResult> WithReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/issuers/{issuer}/reconciliation")] HttpRequest request, string campaign, string issuer, CancellationToken cancellationToken)
    {
        if (!TryFind(campaign, issuer, out Campaign? found, out IPointIssuer? by, out IResult? fault))
        {
            return fault;
        }

        if (by is not AmazonIssuer amazon)
        {
            return Results.Problem($"The issuer '{issuer}' is asked for its own list: GET the same address.", statusCode: StatusCodes.Status409Conflict);
        }

        DateTimeOffset until = time.GetUtcNow();
        if (request.Query.TryGetValue("until", out var stated) && !OperatorTime.TryParse(stated, out until))
        {
            return JsonBody.Fault($"until: expected {OperatorTime.Expected}.");
        }

        (ReceivedFile? file, IResult? refusal) = await uploads.ReceiveAsync(request, cancellationToken);
        if (file is null)
        {
            return refusal!;
        }

        await using ReceivedFile received = file;
        AmazonReport report = new(received, amazon.PrefixOf(found.Id));
        IssuerReconciliation result = await books.CompareAsync(found, by, report.ReadAsync(CancellationToken.None), until, () => report.Foreign, CancellationToken.None);
        return report.Errors.Count == 0
            ? JsonBody.Answer(result)
            : JsonBody.Answer(new ReportFaults(report.Errors.Count, report.Errors.Listed), StatusCodes.Status422UnprocessableEntity);
    }

    private bool TryFind(
        string campaign,
        string issuer,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Campaign? found,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPointIssuer? by,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out IResult? fault)
    {
        (found, by) = (null, issuers.Find(issuer));
        fault = !CampaignId.TryParse(campaign, out CampaignId id) || !campaigns.TryFind(id, out found) ? Results.Problem($"There is no campaign '{ForeignWords.Line(campaign, 40)}'.", statusCode: StatusCodes.Status404NotFound)
            : by is null ? Results.Problem($"There is no issuer '{ForeignWords.Line(issuer, 40)}'; expected one of {string.Join(", ", issuers.Names)}.", statusCode: StatusCodes.Status404NotFound)
            : null;
        return fault is null;
    }
}

/// <summary>What is wrong with a report; nothing was compared.</summary>
/// <param name="ErrorCount">How many lines are wrong.</param>
/// <param name="Errors">The first of them.</param>
public sealed record ReportFaults(long ErrorCount, IReadOnlyList<RowError> Errors);
