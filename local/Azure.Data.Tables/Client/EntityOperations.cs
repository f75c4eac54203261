using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reading and writing single rows of one table.</summary>
internal readonly struct EntityOperations(TableConnection connection, string table)
{
    private readonly TableConnection _connection = connection;
    private readonly string _table = table;

    /// <summary>Path of a row. Single quotes in a key are doubled, as in every OData literal.</summary>
    public static string PathOf(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"/{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";
    }

    public async ValueTask<Response> AddAsync<T>(T entity, bool async, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        HttpMessage message = Write(RequestMethod.Post, $"/{_table}", entity);
        message.Request.Headers.Add("Prefer", "return-no-content");
        Response response = await _connection.SendAsync(message, async, cancellationToken);
        return response.Status is 201 or 204 ? response : throw new RequestFailedException(response);
    }

    public ValueTask<Response> UpsertAsync<T>(T entity, TableUpdateMode mode, bool async, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return PutAsync(entity, default, mode, async, cancellationToken);
    }

    public ValueTask<Response> UpdateAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode, bool async, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return ifMatch == default
            ? throw new ArgumentException("Give the version expected, or ETag.All for any.", nameof(ifMatch))
            : PutAsync(entity, ifMatch, mode, async, cancellationToken);
    }

    public async ValueTask<Response> DeleteAsync(string partitionKey, string rowKey, ETag ifMatch, bool async, CancellationToken cancellationToken)
    {
        HttpMessage message = _connection.Request(RequestMethod.Delete, PathOf(_table, partitionKey, rowKey));
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        Response response = await _connection.SendAsync(message, async, cancellationToken);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    public async ValueTask<Response<T>> GetAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select, bool async, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        Response response = await ReadAsync(partitionKey, rowKey, select, async, cancellationToken);
        return response.Status == 200
            ? Response.FromValue(EntityJson.Read<T>(response), response)
            : throw new RequestFailedException(response);
    }

    public async ValueTask<NullableResponse<T>> GetIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select, bool async, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        Response response = await ReadAsync(partitionKey, rowKey, select, async, cancellationToken);
        return response.Status switch
        {
            200 => Response.FromValue(EntityJson.Read<T>(response), response),
            404 => new NoValueResponse<T>(response),
            _ => throw new RequestFailedException(response),
        };
    }

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private ValueTask<Response> ReadAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, bool async, CancellationToken cancellationToken)
    {
        HttpMessage message = _connection.Request(RequestMethod.Get, PathOf(_table, partitionKey, rowKey));
        message.Request.Uri.AppendQuery("$format", WireNames.MinimalMetadata, escapeValue: true);
        if (select is not null)
        {
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        }

        return _connection.SendAsync(message, async, cancellationToken);
    }

    private async ValueTask<Response> PutAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode, bool async, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        RequestMethod method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        HttpMessage message = Write(method, PathOf(_table, entity.PartitionKey, entity.RowKey), entity);
        if (ifMatch != default)
        {
            message.Request.Headers.Add("If-Match", ifMatch.ToString());
        }

        Response response = await _connection.SendAsync(message, async, cancellationToken);
        return response.Status == 204 ? response : throw new RequestFailedException(response);
    }

    private HttpMessage Write<T>(RequestMethod method, string path, T entity)
        where T : ITableEntity
    {
        HttpMessage message = _connection.Request(method, path);
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = new BytesContent(EntityJson.Write(entity));
        return message;
    }
}
