using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>Creating and deleting one table.</summary>
internal readonly struct TableOperations
{
    private readonly TableConnection _connection;
    private readonly string _name;

    public TableOperations(TableConnection connection, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _connection = connection;
        _name = name;
    }

    public async ValueTask<Response<TableItem>> CreateAsync(bool mayExist, bool async, CancellationToken cancellationToken)
    {
        string name = _name;
        HttpMessage message = _connection.Request(RequestMethod.Post, "/Tables");
        message.Request.Headers.Add("Content-Type", "application/json;odata=nometadata");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = new BytesContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["TableName"] = name }));
        Response response = await _connection.SendAsync(message, async, cancellationToken);
        if (response.Status is 201 or 204)
        {
            return Response.FromValue(new TableItem(name), response);
        }

        var failure = new RequestFailedException(response);
        bool exists = response.Status == 409 && TableErrorCode.TableBeingDeleted != failure.ErrorCode!;
        return mayExist && exists ? Response.FromValue(new TableItem(name), response) : throw failure;
    }

    public async ValueTask<Response> DeleteAsync(bool async, CancellationToken cancellationToken)
    {
        HttpMessage message = _connection.Request(RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(_name)}')");
        Response response = await _connection.SendAsync(message, async, cancellationToken);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }
}
