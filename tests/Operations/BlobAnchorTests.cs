using Azure.Storage.Blobs;
using Compensation.Operations.Acts.Anchors;
using Compensation.Tests.Local;

namespace Compensation.Tests.Operations;

/// <summary>Heads outside the store, in Azurite's blob service.</summary>
public sealed class BlobAnchorTests
{
    [Fact]
    public async Task Several_instances_append_to_the_day_and_all_is_read_again()
    {
        await using NodeServer azurite = await NodeServer.StartAsync("azurite.mjs", addresses: 1, "blob");
        BlobContainerClient container = new(
            $"DefaultEndpointsProtocol=http;AccountName={AzuriteFixture.Account};AccountKey={AzuriteFixture.AccountKey};BlobEndpoint={azurite.Addresses[0]}/{AzuriteFixture.Account}", "act-anchors");
        await container.CreateAsync();
        BlobAnchors[] instances = [new(container, TimeProvider.System), new(container, TimeProvider.System), new(container, TimeProvider.System)];

        await Task.WhenAll(Enumerable.Range(1, 12).Select(number => instances[number % 3].WriteAsync([AnchorOf("kumamoto", number), AnchorOf("installation", number)], CancellationToken.None)));

        List<Anchor> found = await instances[0].ReadAsync("kumamoto", CancellationToken.None).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 12).Select(number => AnchorOf("kumamoto", number)), found.OrderBy(anchor => anchor.Sequence));
    }

    private static Anchor AnchorOf(string partition, int number) => new(partition, number, $"hash{number}", new DateTimeOffset(2023, 4, 10, 0, 0, number, TimeSpan.Zero));
}
