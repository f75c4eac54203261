using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Compensation.Tests;

/// <summary>
/// Whatever a test waits for has a limit, far beyond what the slowest machine takes: a test that waits for what never comes fails and says so, instead of holding up all the others for ever.
/// </summary>
internal static class InTime
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);

    /// <exception cref="TimeoutException">It has not come; the message names it.</exception>
    public static async Task InTimeAsync(this Task awaited, [CallerArgumentExpression(nameof(awaited))] string what = "")
    {
        try
        {
            await awaited.WaitAsync(Limit);
        }
        catch (TimeoutException late) when (!awaited.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalMinutes} minutes in vain for {what}.", late);
        }
    }

    /// <inheritdoc cref="InTimeAsync(Task, string)"/>
    public static async Task<T> InTimeAsync<T>(this Task<T> awaited, [CallerArgumentExpression(nameof(awaited))] string what = "")
    {
        await ((Task)awaited).InTimeAsync(what);
        return await awaited;
    }

    /// <summary>Waits for a process to end; one that stays is killed.</summary>
    public static async Task EndInTimeAsync(this Process process)
    {
        try
        {
            await process.WaitForExitAsync().InTimeAsync($"the end of {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}");
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>Gives up on a request that is not answered.</summary>
internal sealed class ImpatientHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await base.SendAsync(request, cancellationToken).InTimeAsync($"the answer to {request.RequestUri?.AbsolutePath}");
}
