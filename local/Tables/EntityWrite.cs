namespace Compensation.Local.Tables;

internal enum WriteKind
{
    Insert,
    Replace,
    Merge,
    Delete,
}

/// <summary>What is to be stored, as decided from what was there.</summary>
/// <param name="Exists">Whether the row was there.</param>
/// <param name="Ticks">The row's version before; 0 if it was not there.</param>
/// <param name="Body">The properties to be stored.</param>
internal readonly record struct StoredRow(bool Exists, long Ticks, byte[] Body);

/// <summary>One operation on one row.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="PartitionKey">First part of the row's key.</param>
/// <param name="RowKey">Second part of the row's key.</param>
/// <param name="IfMatch">The version expected, <see cref="AnyVersion"/>, or null where the row need not exist.</param>
/// <param name="Body">The properties given, as <see cref="EntityBodyReader"/> makes them.</param>
internal sealed record EntityWrite(WriteKind Kind, string PartitionKey, string RowKey, long? IfMatch, byte[] Body)
{
    public const long AnyVersion = 0;

    public ServiceError? Resolve(StoreWriter writer, long table, out StoredRow row)
    {
        row = Kind == WriteKind.Merge ? writer.FindMerged(table, PartitionKey, RowKey, Body) : writer.Find(table, PartitionKey, RowKey) with { Body = Body };
        if (Kind == WriteKind.Insert)
        {
            return row.Exists ? ServiceError.EntityAlreadyExists : null;
        }

        if (IfMatch is { } expected)
        {
            if (!row.Exists)
            {
                return ServiceError.ResourceNotFound;
            }

            if (expected != AnyVersion && expected != row.Ticks)
            {
                return ServiceError.UpdateConditionNotSatisfied;
            }
        }

        return Kind == WriteKind.Merge ? EntityLimits.Check(PartitionKey, RowKey, row.Body) : null;
    }

    public long Write(StoreWriter writer, long table, in StoredRow row)
    {
        if (Kind == WriteKind.Delete)
        {
            writer.Delete(table, PartitionKey, RowKey);
            return 0;
        }

        long ticks = writer.NextTicks(row.Ticks);
        writer.Put(table, PartitionKey, RowKey, ticks, row.Body);
        return ticks;
    }
}
