using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Common.Files;

/// <summary>Every file that was taken in, by campaign. Table <c>Imports</c>, partition <c>{campaign}:book</c>, row <c>i:{id}</c>. Entries stay for ever.</summary>
public sealed class ImportBook(TableServiceClient tables, TimeProvider time)
{
    public const string TableName = "Imports";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>All of a campaign's, in the order in which they were taken in.</summary>
    public async IAsyncEnumerable<ImportEntry> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign)} and RowKey ge {ImportEntry.Prefix} and RowKey lt {ImportEntry.PrefixEnd}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return ImportEntry.Read(row);
        }
    }

    /// <summary>Notes a file that has been taken in to its end.</summary>
    public Task AddAsync(CampaignId campaign, ImportKind kind, string file, string sha256, string? by, IReadOnlyDictionary<string, long> counts, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ImportEntry entry = new(ImportEntry.NewId(now), kind, file, sha256, by, now, counts);
        return _table.AddEntityAsync(entry.ToRow(PartitionOf(campaign)), cancellationToken);
    }

    internal static string PartitionOf(CampaignId campaign) => $"{campaign}:book";
}

public static class ImportBookServices
{
    /// <summary>Naming it twice is harmless.</summary>
    public static IServiceCollection AddImportBook(this IServiceCollection services) => services.RequireTable(ImportBook.TableName).AddSingleton<ImportBook>();
}
