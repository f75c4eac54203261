using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Compensation.Access.Doors;

/// <summary>Asks the table of routes, for every request, whether this caller may do this; and of a browser, whether a page of ours sends it.</summary>
public sealed class CheckDoor(OurPages ourPages, Refusals refusals, ILogger<CheckDoor> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string function = context.FunctionDefinition.Name;
        if (HttpFunction.Find(function) is not { } called || context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        Caller caller = Caller.Of(http);
        if (RouteTable.Find(function) is not { } door || !door.Opens(caller))
        {
            logger.Refused(function, caller.Subject);
            context.GetInvocationResult().Value = refusals.Forbidden(http.Request, called);
            return;
        }

        if (!door.IsOpen && caller.Person is not null && !await ourPages.SentAsync(http, called, context.CancellationToken))
        {
            context.GetInvocationResult().Value = refusals.FromElsewhere(http.Request, called);
            return;
        }

        await next(context);
    }
}
