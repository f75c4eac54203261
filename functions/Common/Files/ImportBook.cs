using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Compensation.Common.Files;

/// <summary>Every file that was taken in, or begun and broken off, by campaign. Table <c>Imports</c>, partition <c>{campaign}:book</c>, row <c>i:{id}</c>. Entries stay for ever.</summary>
public sealed class ImportBook(TableServiceClient tables)
{
    public const string TableName = "Imports";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>All of a campaign's, in the order in which they were begun.</summary>
    public IAsyncEnumerable<ImportEntry> ListAsync(CampaignId campaign, CancellationToken cancellationToken) => ReadAsync(_table, PartitionOf(campaign), cancellationToken);

    internal static async IAsyncEnumerable<ImportEntry> ReadAsync(TableClient table, string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {ImportEntry.Prefix} and RowKey lt {ImportEntry.PrefixEnd}");
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return ImportEntry.Read(row);
        }
    }

    internal static string PartitionOf(CampaignId campaign) => $"{campaign}:book";
}

public static class ImportBookServices
{
    /// <summary>The book, and turns at what files change. Naming it twice is harmless.</summary>
    public static IServiceCollection AddImportBook(this IServiceCollection services)
    {
        services.AddOptions<ImportOptions>().BindConfiguration("Ledger").BindConfiguration(ImportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ClaimHolders>();
        services.TryAddSingleton<ImportLeases>();
        return services.RequireTable(ImportBook.TableName).AddSingleton<ImportBook>();
    }
}
