namespace Azure.Data.Tables;

/// <summary>What every row of a table has: its key, and what the service adds to it.</summary>
public interface ITableEntity
{
    /// <summary>Up to 1 KiB, without <c>/ \ # ?</c> and control characters.</summary>
    string PartitionKey { get; set; }

    /// <summary>Unique inside the partition; up to 1 KiB, without <c>/ \ # ?</c> and control characters.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row. Never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that was read. Never sent in the body.</summary>
    ETag ETag { get; set; }
}
