using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;

namespace Compensation.Local.Tables;

/// <summary>The table service: finds out what a request asks for, and has it done.</summary>
internal sealed partial class EmbeddedService(EmbeddedStore store)
{
    private readonly EntityReads _reads = new(store);
    private readonly EntityWrites _writes = new(store);

    /// <exception cref="ServiceErrorException">The request is refused.</exception>
    public ValueTask<MemoryResponse> AnswerAsync(Request request)
    {
        string target = request.Uri.PathAndQuery;
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = Uri.UnescapeDataString((question < 0 ? target : target[..question]).TrimStart('/'));
        QueryOptions query = QueryOptions.Parse(question < 0 ? "" : target[(question + 1)..]);
        if (path is "$batch")
        {
            return _writes.TransactionAsync(BodyOf(request));
        }

        return path is "Tables" or "Tables()" || path.StartsWith("Tables(", StringComparison.Ordinal)
            ? TablesAsync(request, path, query)
            : EntitiesAsync(request, EntityAddress.Parse(path), query);
    }

    private ValueTask<MemoryResponse> EntitiesAsync(Request request, EntityAddress address, QueryOptions query)
    {
        string? ifMatch = request.Headers.TryGetValue("If-Match", out string? given) ? given : null;
        return request.Method.Method switch
        {
            "GET" when address.PartitionKey is null => new(_reads.Query(address.Table, query)),
            "GET" => new(_reads.Get(address, query)),
            "POST" or "PUT" or "PATCH" or "MERGE" or "DELETE"
                => _writes.SingleAsync(request.Method.Method, address, ifMatch, BodyOf(request)),
            _ => throw new ServiceErrorException(new ServiceError(405, "MethodNotAllowed", "The resource has no such method.")),
        };
    }

    private async ValueTask<MemoryResponse> TablesAsync(Request request, string path, QueryOptions query)
    {
        switch (request.Method.Method)
        {
            case "GET":
                return _reads.Tables(query);
            case "POST":
                return Answer(await store.WriteAsync(new CreateTableCommand(NameIn(BodyOf(request)))));
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
        catch (JsonException)
        {
            throw new ServiceErrorException(ServiceError.Invalid("The request body is no valid JSON."));
        }

        return name is not null && TableName().IsMatch(name) && !name.Equals("tables", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw new ServiceErrorException(new ServiceError(400, "InvalidResourceName", "The specified resource name contains invalid characters."));
    }

    private static ReadOnlyMemory<byte> BodyOf(Request request)
    {
        if (request.Content is null)
        {
            return default;
        }

        // Not to be disposed of: the body is the stream's own memory.
        MemoryStream body = new(request.Content.TryComputeLength(out long length) ? (int)Math.Min(length, EntityLimits.BodyBytes) : 0);
        request.Content.WriteTo(body, default);
        return body.Length <= EntityLimits.BodyBytes
            ? body.GetBuffer().AsMemory(0, (int)body.Length)
            : throw new ServiceErrorException(ServiceError.BodyTooLarge);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();
}
