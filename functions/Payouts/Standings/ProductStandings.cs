using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Payouts.Standings;

/// <summary>
/// Which products people should not choose for now: closed by their issuer or an operator, or out of codes of a value. Read anew at most every ten seconds, so that a page costs no request of its own;
/// whoever chooses in between waits, as everybody did before.
/// </summary>
public sealed class ProductStandings(TableServiceClient tables, ProtectedFields fields, TimeProvider time)
{
    public const string TableName = "ProductStandings";

    private static readonly TimeSpan s_keptFor = TimeSpan.FromSeconds(10);

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ConcurrentDictionary<CampaignId, Kept> _kept = new();

    /// <summary>What somebody who is owed this amount can choose. Where nothing could be, everything can: then people wait for what they have chosen.</summary>
    public async Task<ProductOffers> OffersAsync(Campaign campaign, Yen amount, CancellationToken cancellationToken)
    {
        HashSet<string> off = [.. (await ReadAsync(campaign.Id, cancellationToken)).Where(standing => standing.Value is null || standing.Value == amount).Select(standing => standing.Product)];
        return campaign.Products.All(product => off.Contains(product.Id)) ? ProductOffers.All : new ProductOffers(off);
    }

    /// <summary>All of them, as they stand now.</summary>
    public async Task<IReadOnlyList<ProductStanding>> ListAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        Forget(campaign);
        return await ReadAsync(campaign, cancellationToken);
    }

    /// <returns>The whole product's; null where it is open.</returns>
    internal async Task<ProductStanding?> FindClosedAsync(CampaignId campaign, string product, CancellationToken cancellationToken) =>
        (await ReadAsync(campaign, cancellationToken)).FirstOrDefault(standing => standing.Product == product && standing.Value is null);

    /// <summary>An issuer has closed a product, or has it closed still. What an operator has closed stays his.</summary>
    internal async Task CloseAsync(CampaignId campaign, string product, string reason, string issuer, CancellationToken cancellationToken)
    {
        ProductStanding closed = new(product, null, reason, issuer, ByIssuer: true, time.GetUtcNow());
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, StandingRow.KeyOf(product), cancellationToken: cancellationToken);
        if (!found.HasValue || StandingRow.Read(found.Value!, fields).ByIssuer)
        {
            TableTransactionActionType way = found.HasValue ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.Add;
            await _table.TrySubmitAsync([new(way, StandingRow.Of(campaign, closed, fields), found.HasValue ? found.Value!.ETag : default)], cancellationToken);
        }

        Forget(campaign);
    }

    /// <summary>An operator closes a product, whatever its issuer says.</summary>
    internal async Task CloseByHandAsync(CampaignId campaign, string product, string reason, string by, CancellationToken cancellationToken)
    {
        ProductStanding closed = new(product, null, reason, by, ByIssuer: false, time.GetUtcNow());
        await _table.UpsertEntityAsync(StandingRow.Of(campaign, closed, fields), TableUpdateMode.Replace, cancellationToken);
        Forget(campaign);
    }

    /// <summary>Opens a product, with all its values.</summary>
    internal Task OpenAsync(CampaignId campaign, string product, CancellationToken cancellationToken) =>
        ClearAsync(campaign, mustBeFresh: true, standing => standing.Product == product, cancellationToken);

    /// <summary>Nothing is left of a product and value.</summary>
    internal async Task MarkOutAsync(Shelf shelf, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(shelf.Campaign, cancellationToken)).Any(standing => IsOf(standing, shelf)))
        {
            return;
        }

        ProductStanding outOf = new(shelf.Product, shelf.Value, string.Empty, StockIssuer.IssuerName, ByIssuer: true, time.GetUtcNow());
        await _table.UpsertEntityAsync(StandingRow.Of(shelf.Campaign, outOf, fields), TableUpdateMode.Replace, cancellationToken);
        Forget(shelf.Campaign);
    }

    /// <summary>Codes have been handed out: the product is open, unless an operator has closed it.</summary>
    internal Task IssuedAsync(Shelf shelf, CancellationToken cancellationToken) =>
        ClearAsync(shelf.Campaign, mustBeFresh: false, standing => standing.ByIssuer && standing.Product == shelf.Product && (standing.Value is null || standing.Value == shelf.Value), cancellationToken);

    /// <summary>Codes have come in.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="shelves">Of which products and values.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal Task RestockedAsync(Campaign campaign, IReadOnlyCollection<Shelf> shelves, CancellationToken cancellationToken) =>
        ClearAsync(campaign.Id, mustBeFresh: true, standing => standing.Value is not null && shelves.Any(shelf => Covers(campaign, shelf, standing)), cancellationToken);

    /// <summary>Where amounts may be made up of several codes, those of another value may do, too.</summary>
    private static bool Covers(Campaign campaign, Shelf shelf, ProductStanding standing) =>
        standing.Product == shelf.Product && (standing.Value == shelf.Value || (campaign.CodesAtMost > 1 && shelf.Value < standing.Value));

    private static bool IsOf(ProductStanding standing, Shelf shelf) => standing.Product == shelf.Product && standing.Value == shelf.Value;

    /// <summary>Only as it was seen: what somebody has said anew meanwhile stays.</summary>
    private async Task ClearAsync(CampaignId campaign, bool mustBeFresh, Func<ProductStanding, bool> which, CancellationToken cancellationToken)
    {
        if (mustBeFresh)
        {
            Forget(campaign);
        }

        foreach (ProductStanding standing in (await ReadAsync(campaign, cancellationToken)).Where(which))
        {
            TableEntity row = new(campaign.Value, StandingRow.KeyOf(standing)) { ETag = standing.Version };
            try
            {
                await _table.DeleteEntityAsync(row, standing.Version, cancellationToken);
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                // Cleared, or said anew, in the same moment.
            }

            Forget(campaign);
        }
    }

    private async Task<IReadOnlyList<ProductStanding>> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_kept.TryGetValue(campaign, out Kept? kept) && kept.ReadAt <= now && now < kept.ReadAt + s_keptFor)
        {
            return kept.Standings;
        }

        List<ProductStanding> read = [];
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            read.Add(StandingRow.Read(row, fields));
        }

        _kept[campaign] = new Kept(now, read);
        return read;
    }

    private void Forget(CampaignId campaign) => _kept.TryRemove(campaign, out _);

    private sealed record Kept(DateTimeOffset ReadAt, IReadOnlyList<ProductStanding> Standings);
}

/// <summary>What somebody can choose.</summary>
public sealed class ProductOffers(IReadOnlySet<string> off)
{
    public static readonly ProductOffers All = new(new HashSet<string>(StringComparer.Ordinal));

    public bool CanBeChosen(string product) => !off.Contains(product);
}
