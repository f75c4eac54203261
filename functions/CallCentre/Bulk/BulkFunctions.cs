using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Bulk;

/// <summary>What is done to whole lists, over HTTP.</summary>
public sealed class BulkFunctions(CampaignCatalog campaigns, BulkDesk desk)
{
    private const string Route = "campaigns/{campaign}/bulk";

    [Function("ListBulkActs")]
    [ApiOperation("What was done to whole lists, the newest first. The answer's next, as from, goes on.", Answer = typeof(BulkActsPage), Query = ["from"])]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : await desk.ListAsync(found.Id, request.Query["from"].FirstOrDefault(), cancellationToken) is { } list ? JsonBody.Answer(new BulkActsPage([.. list.Acts.Select(act => BulkView.Of(act))], list.Next))
        : JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");

    [Function("PlanBulkAct")]
    [ApiOperation("What a bulk action would do now: to whom, who is left out and why, segments and cost. Kinds: ask-shops, send-again, send-elsewhere, take-off-contact, write-again.", Answer = typeof(BulkPlanView))]
    public async Task<IResult> Plan([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{kind}/plan")] HttpRequest request, string campaign, string kind, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : await desk.PlanAsync(found, kind, cancellationToken) is { } plan ? JsonBody.Answer(BulkPlanView.Of(plan))
        : NoSuchAct();

    [Function("StartBulkAct")]
    [ApiOperation("Does to a whole list what its plan has shown. The same key again starts nothing new.", Body = typeof(BulkStart), Answer = typeof(BulkView), Status = 202, Headers = [IdempotencyKey.Header])]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{kind}/start")] HttpRequest request, string campaign, string kind, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return IdempotencyKey.Missing("bulk act");
        }

        (BulkStart? body, IResult? fault) = await JsonBody.ReadAsync<BulkStart>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        switch (await desk.StartAsync(found, new BulkOrder(kind, body.Seen, key, body.Reason), by, orchestrations, cancellationToken))
        {
            case BulkDone.Done { Act: var act }:
                IReadOnlyList<BulkRow> rows = await desk.RowsAsync(act, cancellationToken);
                ActNote.Of(request.HttpContext).Rows.AddRange(rows.Select(row => new ActNoteRow(row.Target.On, act.Kind)));
                return JsonBody.Answer(BulkView.Of(act), StatusCodes.Status202Accepted);
            case BulkDone.Faulty { Why: var why }:
                return JsonBody.Fault(why);
            case BulkDone.NotNow { Why: var why }:
                return Results.Problem(why, statusCode: StatusCodes.Status409Conflict);
            case BulkDone.KeyUsed:
                return Results.Problem(IdempotencyKey.UsedForAnother("bulk act"), statusCode: StatusCodes.Status422UnprocessableEntity);
            default:
                return NoSuchAct();
        }
    }

    [Function("ShowBulkAct")]
    [ApiOperation("One bulk act, with what came of each row, and of the message that it was sent by now.", Answer = typeof(BulkView))]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{act}")] HttpRequest request, string campaign, string act, CancellationToken cancellationToken) =>
        !campaigns.TryFindByRoute(campaign, out Campaign? found) ? CampaignRoutes.NoSuchCampaign()
        : await desk.FindAsync(found.Id, act, cancellationToken) is { } known ? JsonBody.Answer(BulkView.Of(known, (await desk.RowsNowAsync(found, known, 0, BulkPlan.TargetsMax, cancellationToken)).Rows))
        : NoSuchAct();

    [Function("StopBulkAct")]
    [ApiOperation("Stops a bulk act, and the wave that it has started. What is done stays done.", Body = typeof(BulkStop), Answer = typeof(BulkView))]
    public async Task<IResult> Stop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{act}/stop")] HttpRequest request, string campaign, string act, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (BulkStop? body, IResult? fault) = await JsonBody.ReadAsync<BulkStop>(request, cancellationToken);
        return body is null ? fault!
            : !Operators.IsLine(body.Reason, 500) ? JsonBody.Fault("reason: expected 1 to 500 characters on one line")
            : await desk.StopAsync(found.Id, act, body.Reason, by.Name, orchestrations, cancellationToken) is { } stopped ? JsonBody.Answer(BulkView.Of(stopped))
            : NoSuchAct();
    }

    private static IResult NoSuchAct() => Results.Problem("There is no such bulk act.", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>What somebody starts.</summary>
/// <param name="Seen">The plan's, so that nothing else is done than what was looked at.</param>
/// <param name="Reason">Why; 1 to 500 characters.</param>
public sealed record BulkStart(string Seen, string Reason);

/// <summary>Why it is stopped.</summary>
public sealed record BulkStop(string Reason);

/// <summary>What a bulk action would do.</summary>
/// <param name="Seen">To be named by the request that starts it.</param>
/// <param name="Rows">To how many.</param>
/// <param name="LeftOut">Who of the list is left out, by why.</param>
/// <param name="CostYen">At the configured prices, rounded up.</param>
/// <param name="WhyNot">Why it cannot be done now; null where it can.</param>
/// <param name="Targets">Whom or what, by id.</param>
public sealed record BulkPlanView(string Seen, int Rows, IReadOnlyDictionary<string, int> LeftOut, long Sms, long SmsSegments, long Emails, long CostYen, string? WhyNot, IReadOnlyList<string> Targets)
{
    internal static BulkPlanView Of(BulkPlan plan) => new(plan.Seen, plan.Targets.Count, plan.LeftOut, plan.Sms, plan.SmsSegments, plan.Emails, plan.CostYen, plan.WhyNot, [.. plan.Targets.Select(target => target.On)]);
}

/// <summary>A part of what was done to whole lists.</summary>
/// <param name="Acts">The newest first.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record BulkActsPage(IReadOnlyList<BulkView> Acts, string? Next);

/// <summary>A bulk act as operators see it.</summary>
/// <param name="Wave">The wave that writes to them; null where none does.</param>
/// <param name="StoppedBy">Who stopped it; null where nobody did.</param>
/// <param name="EndedAt">UTC; null while it goes on.</param>
public sealed record BulkView(string Act, string Kind, int Rows, string By, DateTimeOffset At, string Reason, string? Wave, string? StoppedBy, DateTimeOffset? EndedAt)
{
    /// <summary>What came of each; null in lists.</summary>
    public IReadOnlyList<BulkRowView>? Outcomes { get; init; }

    internal static BulkView Of(BulkRecord act, IReadOnlyList<BulkRowNow>? rows = null) => new(act.Id, act.Kind, act.Rows, act.By.Name, act.By.At, act.Reason, act.Wave, act.StoppedBy, act.EndedAt)
    {
        Outcomes = rows is null ? null : [.. rows.Select(row => new BulkRowView(row.Row.Target.On, row.Row.Outcome) { Message = row.Message })],
    };
}

/// <summary>One row.</summary>
/// <param name="On">Whom or what.</param>
/// <param name="Outcome">What came of it, null before; sent says that it was handed to the act's wave.</param>
public sealed record BulkRowView(string On, string? Outcome)
{
    /// <summary>What has become of the message by now; null where none was handed over or none has gone out, and where a later one has taken its place.</summary>
    public NoticeOutcome? Message { get; init; }
}
