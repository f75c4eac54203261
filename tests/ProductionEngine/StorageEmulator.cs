using Compensation.Tests.Local;

// These tests wait far more than they work.
[assembly: CollectionBehavior(MaxParallelThreads = 8)]

namespace Compensation.ProductionEngine.Tests;

/// <summary>Azurite's blob, queue and table services in a process of its own, shared by all tests on the engine of production. It ends with the tests' process.</summary>
internal static class StorageEmulator
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly Lazy<Task<NodeServer>> s_azurite = new(() => NodeServer.StartAsync("azurite.mjs", addresses: 3, "blob", "queue", "table"));

    public static async Task<string> ConnectionStringAsync()
    {
        IReadOnlyList<string> addresses = (await s_azurite.Value).Addresses;
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint={addresses[0]}/{Account};QueueEndpoint={addresses[1]}/{Account};TableEndpoint={addresses[2]}/{Account}";
    }
}
