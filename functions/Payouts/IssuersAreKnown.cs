using Microsoft.Extensions.Hosting;

namespace Compensation.Payouts;

/// <summary>Refuses a start with settings that name an issuer that does not exist, instead of the first person's claim.</summary>
internal sealed class IssuersAreKnown : IHostedService
{
    public IssuersAreKnown(PointIssuers issuers) => ArgumentNullException.ThrowIfNull(issuers);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
