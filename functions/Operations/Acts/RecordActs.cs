using System.Collections.Frozen;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Compensation.Operations.Acts;

/// <summary>Stands around every operator's function, so that no act can be done without its row, and no function can forget one.</summary>
public sealed class RecordActs(ActTrail trail, CampaignCatalog campaigns, TimeProvider time) : IFunctionsWorkerMiddleware
{
    private const int PathLengthMax = 300;
    private const int FromLengthMax = 200;

    /// <summary>Routes are the same in any case.</summary>
    private static readonly FrozenSet<string> s_rooms = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "campaigns", "console");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!OperatorFunctions.Acts.Contains(context.FunctionDefinition.Name) || context.GetHttpContext()?.Request is not { } request)
        {
            await next(context);
            return;
        }

        string partition = PartitionOf(request);
        Act act = Begun(context.FunctionDefinition.Name, request);
        await trail.BeginAsync(partition, act);
        int status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = StatusOf(context.GetInvocationResult().Value, request.HttpContext.Response);
        }
        finally
        {
            ActNote note = ActNote.Of(request.HttpContext);
            act = act with { By = note.By ?? Operators.NameOf(request, Operators.Stated(request)) ?? string.Empty, Reason = note.Reason ?? string.Empty, Status = status };
            await trail.EndAsync(partition, act, note.Rows);
        }
    }

    /// <summary>What is refused before it comes to its function may be answered by then.</summary>
    private static int StatusOf(object? result, HttpResponse answered) => (result as IStatusCodeHttpResult)?.StatusCode ?? answered.StatusCode;

    /// <summary>A campaign's acts stand with it; what names none, or one that is not here, is the installation's.</summary>
    private string PartitionOf(HttpRequest request) =>
        request.Path.Value?.Split('/') is ["", var room, var id, ..] && s_rooms.Contains(room) && CampaignId.TryParse(id, out CampaignId campaign) && campaigns.TryFind(campaign, out _)
            ? campaign.Value
            : ActTrail.Installation;

    private Act Begun(string operation, HttpRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        string path = bool.TryParse(request.Query["dryRun"], out bool dryRun) && dryRun ? $"{request.Path}?dryRun=true" : $"{request.Path}";
        string from = string.Join(", ", request.Headers["X-Forwarded-For"].Append(request.HttpContext.Connection.RemoteIpAddress?.ToString()).Where(place => !string.IsNullOrEmpty(place)));
        return new Act(trail.PlaceAt(now), operation, ForeignWords.Line(path, PathLengthMax), string.Empty, Caller.Of(request.HttpContext).Subject, string.Empty, ForeignWords.Line(from, FromLengthMax), now, Status: null);
    }
}
