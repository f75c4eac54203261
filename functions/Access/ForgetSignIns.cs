using Compensation.Access.LocalAccounts;
using Compensation.Access.OpenIdConnect;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Access;

/// <summary>Deletes what is left of tries to sign in, and of sessions of a provider's people, once it is of no use any more.</summary>
public sealed class ForgetSignIns(SignInTries tries, ProviderSessions sessions, IOptions<AccessOptions> options, WallClock clock)
{
    [Function(nameof(ForgetSignIns))]
    public async Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await tries.ForgetAsync(clock.Now - SignInTries.RememberedFor, cancellationToken);
        await sessions.ForgetAsync(clock.Now - options.Value.SessionLongest, cancellationToken);
    }
}
