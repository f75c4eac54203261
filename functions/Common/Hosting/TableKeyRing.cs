using System.Xml.Linq;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Hosting;

/// <summary>
/// Keeps Data Protection's key ring beside the data, so that every instance of the app reads every other's fields.
/// What wraps them is said by <see cref="Keys.KeyRingOptions"/>; where nothing does, they lie in clear in their table.
/// </summary>
internal sealed class TableKeyRing(TableServiceClient tables) : IXmlRepository
{
    public const string TableName = "DataProtectionKeys";
    private const string Partition = "keys";
    private const string Column = "Xml";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        Pageable<TableEntity> rows = _table.Query<TableEntity>($"PartitionKey eq '{Partition}'");
        return [.. rows.Select(row => XElement.Parse(row.GetString(Column)!))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        TableEntity row = new(Partition, friendlyName) { [Column] = element.ToString(SaveOptions.DisableFormatting) };
        _table.UpsertEntity(row, TableUpdateMode.Replace);
    }
}

internal static class TableKeyRingServices
{
    public static IDataProtectionBuilder PersistKeysToTable(this IDataProtectionBuilder builder)
    {
        builder.Services.RequireTable(TableKeyRing.TableName);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new TableKeyRing(services.GetRequiredService<TableServiceClient>())));
        return builder;
    }
}
