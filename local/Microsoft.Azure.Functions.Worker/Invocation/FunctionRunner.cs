using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs functions through the middleware, each run in its own scope.</summary>
internal sealed class FunctionRunner(FunctionExecutionDelegate pipeline, IServiceScopeFactory scopes)
{
    /// <param name="function">What to run.</param>
    /// <param name="input">What the trigger brought.</param>
    /// <param name="cancellation">When the run is no longer wanted.</param>
    /// <param name="services">The services of a scope that exists already; null for a scope of the run's own.</param>
    /// <returns>What the function returned, or what middleware put in its place.</returns>
    public async Task<object?> RunAsync(
        Function function, object? input, CancellationToken cancellation, IServiceProvider? services = null)
    {
        await using FunctionRun run = new(function, input, services, scopes, cancellation);
        await pipeline(run);
        return run.Result;
    }
}
