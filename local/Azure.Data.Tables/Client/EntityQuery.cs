using System.Globalization;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Pages of rows. The token is the next row's two key parts, as the service names them, joined by one space.</summary>
internal sealed class EntityQuery<T>(TableConnection connection, string table, string? filter, IEnumerable<string>? select) : IPageSource<T>
    where T : class, ITableEntity
{
    private readonly string? _select = select is null ? null : string.Join(',', select);

    public async ValueTask<Page<T>> ReadAsync(string? continuationToken, int? pageSize, bool async, CancellationToken cancellationToken)
    {
        HttpMessage message = connection.Request(RequestMethod.Get, $"/{table}()");
        RequestUriBuilder uri = message.Request.Uri;
        uri.AppendQuery("$format", WireNames.MinimalMetadata, escapeValue: true);
        if (pageSize is { } top)
        {
            uri.AppendQuery("$top", top.ToString(CultureInfo.InvariantCulture));
        }

        AppendIfGiven(uri, "$select", _select);
        AppendIfGiven(uri, "$filter", filter);
        if (continuationToken is not null)
        {
            int space = continuationToken.IndexOf(' ', StringComparison.Ordinal);
            AppendIfGiven(uri, "NextPartitionKey", space < 0 ? continuationToken : continuationToken[..space]);
            AppendIfGiven(uri, "NextRowKey", space < 0 ? null : continuationToken[(space + 1)..]);
        }

        Response response = await connection.SendAsync(message, async, cancellationToken);
        return response.Status == 200
            ? Page<T>.FromValues(EntityJson.ReadList<T>(response), TokenOf(response), response)
            : throw new RequestFailedException(response);
    }

    private static void AppendIfGiven(RequestUriBuilder uri, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            uri.AppendQuery(name, value, escapeValue: true);
        }
    }

    private static string? TokenOf(Response response)
    {
        if (!response.Headers.TryGetValue(WireNames.NextPartitionKey, out string? partition))
        {
            return null;
        }

        response.Headers.TryGetValue(WireNames.NextRowKey, out string? row);
        return $"{partition} {row}";
    }
}
