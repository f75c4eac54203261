using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Compensation.Local.Host;
using Compensation.Rehearsal.World;

namespace Compensation.Bench.Sending;

/// <summary>A Redis of its own that appends every write to its log.</summary>
internal sealed class RedisServer : StoreServer
{
    private readonly Process _process;
    private readonly int _port;

    private RedisServer(Process process, int port) => (_process, _port) = (process, port);

    public override string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public override int? ProcessId => _process.Id;

    /// <param name="folder">Where its log lies.</param>
    /// <param name="sync"><c>always</c>: an answer waits for the disk. <c>everysec</c>: up to a second is lost with the power.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<RedisServer> StartAsync(string folder, string sync, CancellationToken cancellationToken)
    {
        string redis = Tools.Require("redis-server", "Redis", "apt-get install redis-server");
        int port = Ports.Choose(0);
        string[] settings =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", sync,
            "--maxmemory-policy", "noeviction", "--loglevel", "warning",
        ];
        Process process = Tools.Start(redis, settings, folder);
        RedisServer server = new(process, port);
        await UntilReadyAsync(process, "Redis", () => server.RequestsAsync(cancellationToken), cancellationToken);
        return server;
    }

    /// <summary>Scripts and blocking reads so far: what travels over the wire, not the commands inside scripts.</summary>
    public override async Task<long?> RequestsAsync(CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", _port, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync("INFO commandstats\r\nQUIT\r\n"u8.ToArray(), cancellationToken);
        using StreamReader reader = new(stream, Encoding.ASCII);
        string answer = await reader.ReadToEndAsync(cancellationToken);
        string[] counted = ["cmdstat_evalsha:", "cmdstat_eval:", "cmdstat_bzpopmin:"];
        return answer.Split('\n')
            .Where(line => counted.Any(name => line.StartsWith(name, StringComparison.Ordinal)))
            .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));
    }

    public override async ValueTask DisposeAsync() => await EndAsync(_process);
}
