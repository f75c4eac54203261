using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>An entity-group transaction.</summary>
internal readonly struct TransactionOperation(TableConnection connection, string table)
{
    private readonly TableConnection _connection = connection;
    private readonly string _table = table;

    public async ValueTask<Response<IReadOnlyList<Response>>> SubmitAsync(
        IEnumerable<TableTransactionAction> actions, bool async, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actions);
        using BatchWriter writer = new();
        int count = 0;
        foreach (TableTransactionAction action in actions)
        {
            Append(action, writer);
            count++;
        }

        if (count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one operation.");
        }

        HttpMessage message = _connection.Request(RequestMethod.Post, "/$batch");
        message.Request.Headers.Add("Content-Type", writer.ContentType);
        message.Request.Content = writer.Complete();
        Response response = await _connection.SendAsync(message, async, cancellationToken);
        return Response.FromValue(Results(response), response);
    }

    private static IReadOnlyList<Response> Results(Response response)
    {
        if (response.Status != 202)
        {
            throw new RequestFailedException(response);
        }

        List<MemoryResponse> results = BatchReader.Read(response.Content.ToMemory());
        return results.Find(result => result.Status >= 400) is { } failed ? throw Failure(failed) : results;
    }

    private static TableTransactionFailedException Failure(MemoryResponse failed)
    {
        ResponseError? error = TableErrorParser.Parse(failed.Body);
        return new TableTransactionFailedException(
            new RequestFailedException(failed.Status, error?.Message ?? failed.ReasonPhrase, error?.Code, innerException: null));
    }

    private void Append(TableTransactionAction action, BatchWriter writer)
    {
        ITableEntity entity = action.Entity;
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                Begin(writer, "POST", $"/{_table}").Header("Prefer", "return-no-content").End(entity);
                break;
            case TableTransactionActionType.UpdateMerge:
                Put(writer, "PATCH", entity, action.ETag);
                break;
            case TableTransactionActionType.UpdateReplace:
                Put(writer, "PUT", entity, action.ETag);
                break;
            case TableTransactionActionType.UpsertMerge:
                Put(writer, "PATCH", entity, default);
                break;
            case TableTransactionActionType.UpsertReplace:
                Put(writer, "PUT", entity, default);
                break;
            case TableTransactionActionType.Delete:
                ETag expected = action.ETag == default ? ETag.All : action.ETag;
                Begin(writer, "DELETE", PathOf(entity)).Header("If-Match", expected.ToString()).End();
                break;
            default:
                throw new InvalidOperationException($"There is no action type {action.ActionType}.");
        }
    }

    private void Put(BatchWriter writer, string method, ITableEntity entity, ETag expected)
    {
        Begin(writer, method, PathOf(entity));
        if (expected != default)
        {
            writer.Header("If-Match", expected.ToString());
        }

        writer.End(entity);
    }

    private string PathOf(ITableEntity entity) => EntityOperations.PathOf(_table, entity.PartitionKey, entity.RowKey);

    private BatchWriter Begin(BatchWriter writer, string method, string path)
        => writer.Begin(method, _connection.Address, path, _connection.BatchHeaders);
}
