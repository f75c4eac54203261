using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Compensation.Bench.Sending;

/// <summary>One run of one contestant under one leg, with a fresh store and a fresh provider.</summary>
internal sealed class Trial(Contestant contestant, Leg leg, int recipients)
{
    /// <summary>The pause between a kill and the new start: what the dead process had sent reaches the provider.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Who is not done by then is reported with what is missing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<Measured> RunAsync(CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("delivery-").FullName;
        try
        {
            await using StoreServer store = await contestant.StartStore(folder, cancellationToken);
            await using ProviderProcess provider = await ProviderProcess.StartAsync(recipients, leg.DelayMilliseconds, cancellationToken);
            return leg.Kill ? await KillAsync(store, provider, cancellationToken) : await MeasureAsync(store, provider, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Measured> MeasureAsync(StoreServer store, ProviderProcess provider, CancellationToken cancellationToken)
    {
        await using WorkerProcess worker = Start(provider, store);
        await worker.RunAsync(WorkerCommand.Prepare, cancellationToken);
        long? before = await store.RequestsAsync(cancellationToken);
        PhaseReport enqueued = await worker.RunAsync(WorkerCommand.Enqueue, cancellationToken);
        Usage start = Usage.Of(worker, store, provider);
        PhaseReport drained = await worker.RunAsync(WorkerCommand.Drain, cancellationToken);
        Usage end = Usage.Of(worker, store, provider);
        double peak = ProcessUse.PeakMegabytes(worker.Id);
        double storeMegabytes = store.ProcessId is { } id ? ProcessUse.Megabytes(id) : 0;
        // PostgreSQL's counts of a connection are complete once it is closed.
        await worker.FinishAsync(cancellationToken);
        long? requests = await store.RequestsAsync(cancellationToken) - before ?? enqueued.StorageRequests + drained.StorageRequests;
        return Seen(await provider.StatsAsync(cancellationToken)) with
        {
            EnqueueSeconds = enqueued.Seconds,
            DrainSeconds = drained.Seconds,
            WorkerCpuMilliseconds = end.Worker - start.Worker,
            StoreCpuMilliseconds = end.Store - start.Store,
            OthersShare = Math.Max(0, (end.Others - start.Others) / (drained.Seconds * 1000 * Environment.ProcessorCount)),
            PeakMegabytes = peak,
            StoreMegabytes = storeMegabytes,
            StorageRequests = requests ?? 0,
        };
    }

    private async Task<Measured> KillAsync(StoreServer store, ProviderProcess provider, CancellationToken cancellationToken)
    {
        await using (WorkerProcess first = Start(provider, store))
        {
            await first.RunAsync(WorkerCommand.Prepare, cancellationToken);
            await first.RunAsync(WorkerCommand.Enqueue, cancellationToken);
            await first.BeginAsync(WorkerCommand.Drain, cancellationToken);
            while ((await provider.StatsAsync(cancellationToken)).Distinct < recipients / 2)
            {
                await Task.Delay(Look, cancellationToken);
            }

            await first.KillAsync();
        }

        await Task.Delay(Settling, cancellationToken);
        await provider.MarkAsync(cancellationToken);
        DateTimeOffset restarted = TimeProvider.System.GetUtcNow();
        long start = Stopwatch.GetTimestamp();
        await using WorkerProcess second = Start(provider, store);
        await second.BeginAsync(WorkerCommand.Prepare, cancellationToken);
        await second.BeginAsync(WorkerCommand.Drain, cancellationToken);
        bool done = await IsDoneInTimeAsync(second, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProviderStats stats = await provider.StatsAsync(cancellationToken);
        return Seen(stats) with
        {
            FirstAgainSeconds = stats.FirstAfterMark is { } first2 ? (first2 - restarted).TotalSeconds : null,
            AllDoneSeconds = done ? seconds : null,
        };
    }

    private static async Task<bool> IsDoneInTimeAsync(WorkerProcess worker, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await worker.EndAsync(WorkerCommand.Prepare, patience.Token);
            await worker.EndAsync(WorkerCommand.Drain, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private WorkerProcess Start(ProviderProcess provider, StoreServer store) => contestant.StartWorker(provider, store, recipients, leg.Concurrency);

    private Measured Seen(ProviderStats stats) => new(contestant.Name, leg.Name, recipients)
    {
        Duplicates = stats.Duplicates,
        Repeats = stats.Repeats,
        Losses = recipients - stats.Distinct,
        InFlightMax = stats.InFlightMax,
    };

    /// <summary>CPU milliseconds so far.</summary>
    private readonly record struct Usage(double Worker, double Store, double Others)
    {
        public static Usage Of(WorkerProcess worker, StoreServer store, ProviderProcess provider)
        {
            double own = ProcessUse.CpuMilliseconds(worker.Id);
            double stores = store.ProcessId is { } id ? ProcessUse.CpuMilliseconds(id) : 0;
            return new Usage(own, stores, ProcessUse.MachineMilliseconds() - own - stores - ProcessUse.CpuMilliseconds(provider.Id));
        }
    }
}

/// <summary>What one run showed.</summary>
internal sealed record Measured(string Contestant, string Leg, int Recipients)
{
    public double EnqueueSeconds { get; init; }

    public double DrainSeconds { get; init; }

    /// <summary>While draining.</summary>
    public double WorkerCpuMilliseconds { get; init; }

    /// <summary>While draining; 0 where the store lies in the worker.</summary>
    public double StoreCpuMilliseconds { get; init; }

    /// <summary>Which share of the machine's processors others had while it drained: above a few percent the rates say little, the CPU times still do.</summary>
    public double OthersShare { get; init; }

    public double PeakMegabytes { get; init; }

    public double StoreMegabytes { get; init; }

    /// <summary>While enqueueing and draining.</summary>
    public long StorageRequests { get; init; }

    /// <summary>Messages that reached a person again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Requests that the provider recognised by their id.</summary>
    public long Repeats { get; init; }

    /// <summary>People whom nothing reached.</summary>
    public long Losses { get; init; }

    public int InFlightMax { get; init; }

    /// <summary>From the new start until somebody new was reached.</summary>
    public double? FirstAgainSeconds { get; init; }

    /// <summary>From the new start until every outcome was recorded; null where that took too long.</summary>
    public double? AllDoneSeconds { get; init; }

    [JsonIgnore]
    public double DrainRate => Recipients / DrainSeconds;

    [JsonIgnore]
    public double EndToEndRate => Recipients / (EnqueueSeconds + DrainSeconds);

    public double PerThousand(double whole) => whole * 1000 / Recipients;
}
