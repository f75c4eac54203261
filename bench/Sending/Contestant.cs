using System.Diagnostics;
using System.Globalization;

namespace Compensation.Bench.Sending;

/// <summary>One way of sending, and what it needs.</summary>
/// <param name="Name">For <c>--cases</c>.</param>
/// <param name="Label">For the table.</param>
/// <param name="Worker">The worker's name for it.</param>
/// <param name="OnNode">A Node worker instead of a .NET one.</param>
/// <param name="GoesOn">Whether it can go on after its process was killed.</param>
/// <param name="StartStore">Starts its store in a folder.</param>
internal sealed record Contestant(
    string Name, string Label, string Worker, bool OnNode, bool GoesOn, Func<string, CancellationToken, Task<StoreServer>> StartStore)
{
    public const string Limit = "bare";

    public static readonly IReadOnlyList<Contestant> All =
    [
        new(Limit, "bare HttpClient loop (nothing stored)", "bare", OnNode: false, GoesOn: false, Nothing),
        new("bare-sdk", "bare loop through the SMS client (nothing stored)", "bare-sdk", OnNode: false, GoesOn: false, Nothing),
        new("wave", "this wave, durable to power failure", "wave", OnNode: false, GoesOn: true, Embedded(survivesPowerFailure: true)),
        new("wave-normal", "this wave, durable to process death", "wave", OnNode: false, GoesOn: true, Embedded(survivesPowerFailure: false)),
        new("outbox", "PostgreSQL outbox, by hand (.NET, Npgsql)", "outbox", OnNode: false, GoesOn: true, PostgresAsync),
        new("bullmq-always", "BullMQ, Redis appendfsync always", "bullmq", OnNode: true, GoesOn: true, Redis("always")),
        new("bullmq-everysec", "BullMQ, Redis appendfsync everysec", "bullmq", OnNode: true, GoesOn: true, Redis("everysec")),
        new("pg-boss", "pg-boss, PostgreSQL", "pg-boss", OnNode: true, GoesOn: true, PostgresAsync),
        new("graphile-worker", "graphile-worker, PostgreSQL", "graphile-worker", OnNode: true, GoesOn: true, PostgresAsync),
    ];

    public WorkerProcess StartWorker(ProviderProcess provider, StoreServer store, int recipients, int concurrency)
    {
        string connection = store is PostgresServer postgres && !OnNode ? postgres.DotNetConnection : store.Connection;
        string[] arguments =
        [
            Worker, "--provider", provider.Address.ToString(), "--store", connection,
            "--recipients", recipients.ToString(CultureInfo.InvariantCulture), "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture),
        ];
        Process process = OnNode
            ? Tools.Start(Tools.Require("node", "Node.js", "install Node.js 20.18.1 or later"), ["worker.mjs", .. arguments], Tools.NodeFolder)
            : Tools.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Compensation.Bench.dll"), "worker", .. arguments]);
        return new WorkerProcess(process);
    }

    private static Task<StoreServer> Nothing(string folder, CancellationToken cancellationToken) => Task.FromResult<StoreServer>(new NoStore());

    private static Func<string, CancellationToken, Task<StoreServer>> Embedded(bool survivesPowerFailure) =>
        (folder, _) => Task.FromResult<StoreServer>(new EmbeddedStore(folder, survivesPowerFailure));

    private static Func<string, CancellationToken, Task<StoreServer>> Redis(string sync) =>
        async (folder, cancellationToken) => await RedisServer.StartAsync(folder, sync, cancellationToken);

    private static async Task<StoreServer> PostgresAsync(string folder, CancellationToken cancellationToken) => await PostgresServer.StartAsync(folder, cancellationToken);
}
