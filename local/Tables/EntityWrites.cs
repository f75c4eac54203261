using System.Text;

namespace Compensation.Local.Tables;

/// <summary>Requests that write rows.</summary>
internal sealed class EntityWrites(EmbeddedStore store)
{
    private const int LargestTransaction = 100;

    public async ValueTask<MemoryResponse> SingleAsync(string method, EntityAddress address, string? ifMatch, ReadOnlyMemory<byte> body)
    {
        EntityWrite write = ToWrite(new EntityBodyReader(), method, address, ifMatch, body.Span);
        WriteResult result = await store.WriteAsync(new EntitiesCommand(address.Table, [write]));
        if (result.Error is { } error)
        {
            return Answers.Error(error);
        }

        MemoryResponse response = Answers.NoContent();
        return result.Ticks[0] == 0 ? response : response.With("ETag", VersionText.ETag(result.Ticks[0]));
    }

    public async ValueTask<MemoryResponse> TransactionAsync(TableRequest request)
    {
        List<BatchRequest> requests = BatchRequests.Parse(request.Body, request.Root);
        if (requests.Count == 0)
        {
            throw new ServiceErrorException(ServiceError.Invalid("The transaction has no operations."));
        }

        if (requests.Count > LargestTransaction)
        {
            return Refused(ServiceError.Invalid("The batch request operation exceeds the maximum 100 changes per change set."), LargestTransaction);
        }

        EntityWrite[] writes = new EntityWrite[requests.Count];
        EntityBodyReader reader = new();
        HashSet<string> rows = new(writes.Length, StringComparer.Ordinal);
        for (int i = 0; i < writes.Length; i++)
        {
            try
            {
                writes[i] = ToWrite(reader, requests[i].Method, requests[i].Address, requests[i].IfMatch, requests[i].Body.Span);
                CheckTogether(writes[0], writes[i], requests[0].Address, requests[i].Address, rows);
            }
            catch (ServiceErrorException refused)
            {
                return Refused(refused.Error, i);
            }
        }

        WriteResult result = await store.WriteAsync(new EntitiesCommand(requests[0].Address.Table, writes));
        return result.Error is { } error ? Refused(error, result.FailedIndex) : BatchAnswers.Accepted(result.Ticks);
    }

    private static MemoryResponse Refused(ServiceError error, int index) => BatchAnswers.Refused(error, index);

    private static void CheckTogether(EntityWrite first, EntityWrite write, EntityAddress firstAddress, EntityAddress address, HashSet<string> rows)
    {
        if (!string.Equals(first.PartitionKey, write.PartitionKey, StringComparison.Ordinal))
        {
            throw new ServiceErrorException(new ServiceError(
                400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group."));
        }

        if (!string.Equals(firstAddress.Table, address.Table, StringComparison.OrdinalIgnoreCase))
        {
            throw new ServiceErrorException(ServiceError.Invalid("All commands in a batch must operate on one table."));
        }

        if (!rows.Add(write.RowKey))
        {
            throw new ServiceErrorException(new ServiceError(
                400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key."));
        }
    }

    private static EntityWrite ToWrite(EntityBodyReader reader, string method, EntityAddress address, string? ifMatch, ReadOnlySpan<byte> body)
    {
        long? expected = ifMatch is null ? null : VersionText.Parse(ifMatch);
        if (string.Equals(method, "DELETE", StringComparison.Ordinal))
        {
            return address is { PartitionKey: { } partition, RowKey: { } row } && expected is not null
                ? new EntityWrite(WriteKind.Delete, partition, row, expected, [])
                : throw new ServiceErrorException(new ServiceError(400, "MissingRequiredHeader", "Deleting an entity needs its address and If-Match."));
        }

        EntityBody entity = reader.Read(body);
        (string partitionKey, string rowKey) = KeyOf(address, entity);
        ServiceError? error = EntityLimits.CheckKey("PartitionKey", partitionKey)
            ?? EntityLimits.CheckKey("RowKey", rowKey)
            ?? EntityLimits.Check(partitionKey, rowKey, entity.Json);
        if (error is not null)
        {
            throw new ServiceErrorException(error);
        }

        return method switch
        {
            "POST" => new EntityWrite(WriteKind.Insert, partitionKey, rowKey, null, entity.Json),
            "PUT" => new EntityWrite(WriteKind.Replace, partitionKey, rowKey, expected, entity.Json),
            _ => new EntityWrite(WriteKind.Merge, partitionKey, rowKey, expected, entity.Json),
        };
    }

    private static (string PartitionKey, string RowKey) KeyOf(EntityAddress address, EntityBody entity)
    {
        if (address is not { PartitionKey: { } partitionKey, RowKey: { } rowKey })
        {
            return entity is { PartitionKey: { } givenPartition, RowKey: { } givenRow }
                ? (givenPartition, givenRow)
                : throw new ServiceErrorException(new ServiceError(400, "PropertiesNeedValue", "The values are not specified for all properties in the entity."));
        }

        bool same = string.Equals(entity.PartitionKey ?? partitionKey, partitionKey, StringComparison.Ordinal)
            && string.Equals(entity.RowKey ?? rowKey, rowKey, StringComparison.Ordinal);
        return same ? (partitionKey, rowKey) : throw new ServiceErrorException(ServiceError.Invalid("The keys in the body are not those of the address."));
    }
}
