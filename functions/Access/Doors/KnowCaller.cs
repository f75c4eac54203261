using Compensation.Access.Accounts;
using Compensation.Access.Machines;
using Compensation.Access.Platform;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace Compensation.Access.Doors;

/// <summary>
/// Stands before everything that is not open to all: finds out who sends the request, and sends away who is nobody, before anything is written of him.
/// What he may do is asked by <see cref="CheckDoor"/>, once his act stands in the trail.
/// </summary>
public sealed class KnowCaller(Callers callers, Refusals refusals) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string function = context.FunctionDefinition.Name;
        if (RouteTable.Find(function) is { IsOpen: true } || HttpFunction.Find(function) is not { } called || context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        Caller caller = await callers.FindAsync(http, function, context.CancellationToken);
        if (caller == Caller.Unknown)
        {
            context.GetInvocationResult().Value = refusals.Unknown(http.Request, called);
            return;
        }

        caller.StandIn(http);
        await next(context);
    }
}

/// <summary>Finds out who sends a request: whose session it is, else whom the platform names, else whose function key it shows.</summary>
public sealed class Callers(Sessions sessions, AccountStore accounts, FunctionKeys keys, IOptions<PlatformOptions> platform, TimeProvider time)
{
    public async Task<Caller> FindAsync(HttpContext http, string function, CancellationToken cancellationToken) =>
        await FindPersonAsync(http, cancellationToken) is { } person ? Caller.Of(person) : keys.Find(http.Request, function) ?? Caller.Unknown;

    /// <summary>Whoever is signed in, whichever way.</summary>
    public async Task<Person?> FindPersonAsync(HttpContext http, CancellationToken cancellationToken)
    {
        Person? person = await sessions.FindAsync(http, cancellationToken) ?? await FindByPlatformAsync(http.Request, cancellationToken);
        if (person is not null)
        {
            // Form tokens belong to whoever is signed in.
            http.User = Sessions.PrincipalOf(person.Id);
        }

        return person;
    }

    /// <summary>The platform says who somebody is and what he may do; an administrator can still shut him out.</summary>
    private async Task<Person?> FindByPlatformAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!platform.Value.InFront || PlatformPrincipal.Read(request, platform.Value) is not { } person)
        {
            return null;
        }

        Account? account = await accounts.FindAsync(person.Id, cancellationToken);
        if (account is null)
        {
            await accounts.TryAddAsync(new Account(person.Id, person.Name, person.Roles, time.GetUtcNow()), cancellationToken);
        }

        return account is { Disabled: true } ? null : person;
    }
}
