using System.Diagnostics;
using System.Text.Json;

namespace Compensation.Bench.Sending;

/// <summary>A contestant's worker as its starter sees it.</summary>
internal sealed class WorkerProcess(Process process) : IAsyncDisposable
{
    public int Id => process.Id;

    public async Task<PhaseReport> RunAsync(string phase, CancellationToken cancellationToken)
    {
        await BeginAsync(phase, cancellationToken);
        return await EndAsync(phase, cancellationToken);
    }

    public async Task BeginAsync(string phase, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(phase.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
    }

    public async Task<PhaseReport> EndAsync(string phase, CancellationToken cancellationToken)
    {
        string line = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The worker died in '{phase}'; what it said stands above.");
        PhaseReport report = JsonSerializer.Deserialize<PhaseReport>(line, JsonSerializerOptions.Web)!;
        return report.Phase == phase ? report : throw new InvalidOperationException($"The worker did '{report.Phase}' instead of '{phase}'.");
    }

    /// <summary>Tells it that there is nothing more to do.</summary>
    public Task FinishAsync(CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        return process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }
}
