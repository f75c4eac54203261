using System.Text.Json;
using System.Text.RegularExpressions;

namespace Compensation.Local.Tables;

/// <summary>The table service: finds out what a request asks for, and has it done.</summary>
/// <param name="store">Where the tables are.</param>
/// <param name="failed">Told of each failure of the store.</param>
internal sealed partial class EmbeddedService(EmbeddedStore store, Action<StorageFailure> failed)
{
    private readonly EntityReads _reads = new(store);
    private readonly EntityWrites _writes = new(store);

    /// <summary>Answers every request, one that is refused or fails as the service would.</summary>
    public async ValueTask<MemoryResponse> AnswerAsync(TableRequest request)
    {
        try
        {
            return await RouteAsync(request);
        }
        catch (ServiceErrorException refused)
        {
            return Answers.Error(refused.Error);
        }
        catch (StorageException failure)
        {
            if (!failure.IsBusy)
            {
                failed(failure.Failure);
            }

            return Answers.Error(failure.ToServiceError());
        }
    }

    private ValueTask<MemoryResponse> RouteAsync(TableRequest request)
    {
        if (request.Body.Length > EntityLimits.BodyBytes)
        {
            throw new ServiceErrorException(ServiceError.BodyTooLarge);
        }

        string target = request.Target;
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = Escapes.Decode((question < 0 ? target : target[..question]).TrimStart('/'));
        QueryOptions query = QueryOptions.Parse(question < 0 ? "" : target[(question + 1)..]);
        if (path is "$batch")
        {
            return _writes.TransactionAsync(request);
        }

        return path is "Tables" or "Tables()" || path.StartsWith("Tables(", StringComparison.Ordinal)
            ? TablesAsync(request, path, query)
            : EntitiesAsync(request, EntityAddress.Parse(path), query);
    }

    private ValueTask<MemoryResponse> EntitiesAsync(TableRequest request, EntityAddress address, QueryOptions query)
    {
        return request.Method switch
        {
            "GET" when address.PartitionKey is null => new(_reads.Query(address.Table, query)),
            "GET" => new(_reads.Get(address, query)),
            "POST" or "PUT" or "PATCH" or "MERGE" or "DELETE"
                => _writes.SingleAsync(request.Method, address, request.IfMatch, request.Body),
            _ => throw new ServiceErrorException(new ServiceError(405, "MethodNotAllowed", "The resource has no such method.")),
        };
    }

    private async ValueTask<MemoryResponse> TablesAsync(TableRequest request, string path, QueryOptions query)
    {
        switch (request.Method)
        {
            case "GET":
                return _reads.Tables(query);
            case "POST":
                return Answer(await store.WriteAsync(new CreateTableCommand(NameIn(request.Body))));
            case "DELETE" when path.StartsWith("Tables('", StringComparison.Ordinal) && path.EndsWith("')", StringComparison.Ordinal):
                return Answer(await store.WriteAsync(new DeleteTableCommand(path["Tables('".Length..^2])));
            default:
                throw new ServiceErrorException(new ServiceError(405, "MethodNotAllowed", "The resource has no such method."));
        }
    }

    private static MemoryResponse Answer(WriteResult result) => result.Error is { } error ? Answers.Error(error) : Answers.NoContent();

    private static string NameIn(ReadOnlyMemory<byte> body)
    {
        string? name = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            name = document.RootElement.TryGetProperty("TableName", out JsonElement value) ? value.GetString() : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new ServiceErrorException(ServiceError.Invalid("The request body is no valid JSON."));
        }

        return name is not null && TableName().IsMatch(name) && !name.Equals("tables", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw new ServiceErrorException(new ServiceError(400, "InvalidResourceName", "The specified resource name contains invalid characters."));
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{2,62}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();
}
