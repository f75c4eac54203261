using System.Diagnostics;
using System.Globalization;
using Compensation.Local.Host;
using Compensation.Rehearsal.World;
using Npgsql;

namespace Compensation.Bench.Sending;

/// <summary>A PostgreSQL of its own, fully durable: fsync and synchronous_commit are on.</summary>
internal sealed class PostgresServer : StoreServer
{
    private const string ServerUser = "postgres";
    private readonly Process _process;

    private PostgresServer(Process process, int port)
    {
        _process = process;
        Connection = string.Create(CultureInfo.InvariantCulture, $"postgres://bench@127.0.0.1:{port}/postgres");
        DotNetConnection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=bench;Database=postgres;Maximum Pool Size=20;No Reset On Close=true");
    }

    public override string Connection { get; }

    public string DotNetConnection { get; }

    public override int? ProcessId => _process.Id;

    public static async Task<PostgresServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        const string Remedy = "apt-get install postgresql";
        string initdb = Tools.Require("initdb", "PostgreSQL", Remedy);
        string postgres = Tools.Require("postgres", "PostgreSQL", Remedy);
        string data = Path.Combine(folder, "postgres");
        Directory.CreateDirectory(data);
        await GiveAwayAsync(folder, data, cancellationToken);
        (string program, string[] before) = AsServerUser(initdb);
        await Tools.RunAsync(program, [.. before, "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], folder, cancellationToken);

        int port = Ports.Choose(0);
        (program, before) = AsServerUser(postgres);
        string[] settings = [$"port={port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={data}", "fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB", "log_min_messages=panic"];
        Process process = Tools.Start(program, [.. before, "-D", data, .. settings.SelectMany(setting => (string[])["-c", setting])], folder);
        PostgresServer server = new(process, port);
        await UntilReadyAsync(process, "PostgreSQL", () => server.RequestsAsync(cancellationToken), cancellationToken);
        return server;
    }

    /// <summary>Transactions so far. Each statement outside a transaction is one.</summary>
    public override async Task<long?> RequestsAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new($"{DotNetConnection};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand count = new("SELECT sum(xact_commit + xact_rollback)::bigint FROM pg_stat_database", connection);
        return (long?)await count.ExecuteScalarAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync() => await EndAsync(_process);

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static (string Program, string[] Before) AsServerUser(string program) => Environment.IsPrivilegedProcess
        ? (Tools.Require("setpriv", "setpriv", "apt-get install util-linux"), [$"--reuid={ServerUser}", $"--regid={ServerUser}", "--clear-groups", program])
        : (program, []);

    private static async Task GiveAwayAsync(string folder, string data, CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Tools.RunAsync("chown", [ServerUser, data], folder, cancellationToken);
            await Tools.RunAsync("chmod", ["755", folder], folder, cancellationToken);
        }
    }
}
