using Azure.Data.Tables;

namespace Compensation.Tests.Local;

/// <summary>Azurite's table service in a process of its own, shared by all test classes of <see cref="AzuriteCollection"/>.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private NodeServer? _azurite;

    /// <summary>Name of the development account.</summary>
    public static string Account => "devstoreaccount1";

    /// <summary>The development account's well-known key.</summary>
    public static string AccountKey => Key;

    /// <summary>Address of the account.</summary>
    public Uri Endpoint { get; private set; } = null!;

    public string ConnectionString
        => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={Endpoint}";

    public TableServiceClient Connect(TableClientOptions? options = null) => new(ConnectionString, options);

    public async Task InitializeAsync()
    {
        _azurite = await NodeServer.StartAsync("azurite.mjs", addresses: 1, "table");
        Endpoint = new Uri($"{_azurite.Addresses[0]}/{Account}");
    }

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}

/// <summary>The test classes that share one Azurite.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
