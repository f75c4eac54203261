using System.Diagnostics;

namespace Compensation.Tests.Local;

/// <summary>
/// A script of <see cref="NodePeers"/> that goes on running: a server. It says where it listens, in a line for each address; whatever else it says is read too, so that it never waits for a reader.
/// </summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Starts it, and waits until it has said its addresses.</summary>
    public static async Task<NodeServer> StartAsync(string script, int addresses, params string[] arguments)
    {
        NodeServer server = new(await NodePeers.StartAsync(script, arguments));
        try
        {
            List<string> said = [];
            while (said.Count < addresses)
            {
                said.Add(await server.LineAsync());
            }

            _ = server._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            server.Addresses = said;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.EndInTimeAsync();
        _process.Dispose();
    }

    private async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync().InTimeAsync($"an address of {_process.StartInfo.ArgumentList[0]}")
        ?? throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[0]} did not start: {await _errors.InTimeAsync()}");
}
