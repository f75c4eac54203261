using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Compensation.Bench.Sending;

/// <summary>
/// Runs one contestant in a process of its own, phase by phase: it reads a line, does the phase, and writes one line of JSON. Between two
/// lines it does nothing, so whoever started it can measure it. The Node workers speak the same.
/// </summary>
internal static class WorkerCommand
{
    public const string Prepare = "prepare";
    public const string Enqueue = "enqueue";
    public const string Drain = "drain";

    public static Command Command()
    {
        Argument<string> contestant = new("case") { Description = "Which contestant." };
        Option<string> provider = new("--provider") { Description = "The provider's address.", Required = true };
        Option<string> store = new("--store") { Description = "A folder, or a connection string.", DefaultValueFactory = _ => string.Empty };
        Option<int> recipients = new("--recipients") { Description = "How many.", Required = true };
        Option<int> concurrency = new("--concurrency") { Description = "Requests open at a time.", Required = true };
        Command command = new("worker", "Runs one contestant of the delivery benchmark; started by it.") { contestant, provider, store, recipients, concurrency };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(contestant)!,
            new WorkerOrder(new Uri(parsed.GetValue(provider)!), parsed.GetValue(store)!, parsed.GetValue(recipients), parsed.GetValue(concurrency)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string name, WorkerOrder order, CancellationToken cancellationToken)
    {
        await using IContestant contestant = Of(name, order);
        while (await Console.In.ReadLineAsync(cancellationToken) is { } phase)
        {
            long start = Stopwatch.GetTimestamp();
            long? before = contestant.StorageRequests;
            await WorkAsync(contestant, phase, cancellationToken);
            PhaseReport report = new(phase, Stopwatch.GetElapsedTime(start).TotalSeconds, contestant.StorageRequests - before);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        }

        return 0;
    }

    private static IContestant Of(string name, WorkerOrder order) => name switch
    {
        "bare" => new BareLoop(order),
        "bare-sdk" => new BareSdkLoop(order),
        "wave" => new Wave(order),
        "outbox" => new Outbox(order),
        _ => throw new ArgumentException($"There is no contestant '{name}'.", nameof(name)),
    };

    private static Task WorkAsync(IContestant contestant, string phase, CancellationToken cancellationToken) => phase switch
    {
        Prepare => contestant.PrepareAsync(cancellationToken),
        Enqueue => contestant.EnqueueAsync(cancellationToken),
        Drain => contestant.DrainAsync(cancellationToken),
        _ => throw new ArgumentException($"There is no phase '{phase}'.", nameof(phase)),
    };
}

/// <summary>What a worker says of one phase.</summary>
/// <param name="Phase">Which.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="StorageRequests">Requests to the storage; null where the store's own server counts.</param>
internal sealed record PhaseReport(string Phase, double Seconds, long? StorageRequests);
