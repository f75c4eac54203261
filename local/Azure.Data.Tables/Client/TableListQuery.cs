using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>Pages of the account's tables.</summary>
internal sealed class TableListQuery(TableConnection connection, string? filter) : IPageSource<TableItem>
{
    public async ValueTask<Page<TableItem>> ReadAsync(string? continuationToken, int? pageSize, bool async, CancellationToken cancellationToken)
    {
        HttpMessage message = connection.Request(RequestMethod.Get, "/Tables");
        RequestUriBuilder uri = message.Request.Uri;
        uri.AppendQuery("$format", WireNames.MinimalMetadata, escapeValue: true);
        if (pageSize is { } top)
        {
            uri.AppendQuery("$top", top.ToString(CultureInfo.InvariantCulture));
        }

        if (!string.IsNullOrEmpty(filter))
        {
            uri.AppendQuery("$filter", filter, escapeValue: true);
        }

        if (continuationToken is not null)
        {
            uri.AppendQuery("NextTableName", continuationToken, escapeValue: true);
        }

        Response response = await connection.SendAsync(message, async, cancellationToken);
        if (response.Status != 200)
        {
            throw new RequestFailedException(response);
        }

        response.Headers.TryGetValue(WireNames.NextTableName, out string? next);
        return Page<TableItem>.FromValues(Read(response), next, response);
    }

    private static List<TableItem> Read(Response response)
    {
        using JsonDocument document = JsonDocument.Parse(response.Content.ToMemory());
        List<TableItem> tables = [];
        foreach (JsonElement table in document.RootElement.GetProperty("value").EnumerateArray())
        {
            tables.Add(new TableItem(table.GetProperty("TableName").GetString()!));
        }

        return tables;
    }
}
