using Compensation.Tests.Local;

namespace Compensation.ProductionEngine.Tests;

/// <summary>Azurite's blob, queue and table services in a process of its own, shared by all tests on the engine of production.</summary>
public sealed class StorageEmulator : IAsyncLifetime
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private NodeServer? _azurite;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _azurite = await NodeServer.StartAsync("azurite.mjs", addresses: 3, "blob", "queue", "table");
        IReadOnlyList<string> addresses = _azurite.Addresses;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint={addresses[0]}/{Account};QueueEndpoint={addresses[1]}/{Account};TableEndpoint={addresses[2]}/{Account}";
    }

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}

/// <summary>The test classes that share one Azurite, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StorageEmulatorCollection : ICollectionFixture<StorageEmulator>
{
    public const string Name = "Storage emulator";
}
