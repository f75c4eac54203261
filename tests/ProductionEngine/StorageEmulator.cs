using System.Diagnostics;
using Compensation.Tests.Local;

namespace Compensation.ProductionEngine.Tests;

/// <summary>Azurite's blob, queue and table services in a process of its own, shared by all tests on the engine of production.</summary>
public sealed class StorageEmulator : IAsyncLifetime
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _process = await NodePeers.StartAsync("azurite.mjs", "blob", "queue", "table");
        string[] addresses = [await ReadAddressAsync(), await ReadAddressAsync(), await ReadAddressAsync()];
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint={addresses[0]}/{Account};QueueEndpoint={addresses[1]}/{Account};TableEndpoint={addresses[2]}/{Account}";
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task<string> ReadAddressAsync() => await _process!.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"Azurite did not start: {await _process.StandardError.ReadToEndAsync()}");
}

/// <summary>The test classes that share one Azurite, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StorageEmulatorCollection : ICollectionFixture<StorageEmulator>
{
    public const string Name = "Storage emulator";
}
