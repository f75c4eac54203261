using Azure;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>The same asked of an independent implementation of the service.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AzuriteTableTests(AzuriteFixture azurite) : TableConformance
{
    protected override TableServiceClient Connect(TableClientOptions? options = null) => azurite.Connect(options);

    [Fact]
    public async Task The_JavaScript_client_and_the_DotNet_one_read_each_other()
    {
        await Table.AddEntityAsync(Full("p", "ours"));

        string printed = await NodePeers.RunAsync("table-peer.mjs", azurite.ConnectionString, Table.Name);
        TableEntity theirs = (await Table.GetEntityAsync<TableEntity>("p", "theirs")).Value;

        Assert.Equal("山田 \"太郎\" \\ \n😀|9223372036854775807|0.1|6f9619ff-8b86-d011-b42d-00c04fc964ff|1981-02-03T04:05:06.000Z|0,1,255|Angry", printed.TrimEnd('\n'));
        Assert.Equal((12L, "it's", new DateTimeOffset(2023, 4, 1, 0, 0, 0, TimeSpan.Zero)), (theirs["Yen"], theirs["Name"], theirs["At"]));
        Assert.Equal(["batch1", "batch2"], Table.Query<TableEntity>("PartitionKey eq 'batch'").Select(row => row.RowKey));
    }
}
