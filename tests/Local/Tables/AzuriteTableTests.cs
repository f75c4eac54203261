using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>The same asked of an independent implementation of the service.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AzuriteTableTests(AzuriteFixture azurite) : TableConformance
{
    protected override TableServiceClient Connect(TableClientOptions? options = null) => azurite.Connect(options);

    [Fact]
    public Task The_JavaScript_client_and_the_DotNet_one_read_each_other() => ReadEachOtherAsync(azurite.ConnectionString);
}
