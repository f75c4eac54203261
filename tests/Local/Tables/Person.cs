using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

public enum Mood
{
    Calm,
    Angry,
}

/// <summary>An entity with every type that the service knows.</summary>
public sealed class Person : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Name { get; set; }

    public bool Reachable { get; set; }

    public int Age { get; set; }

    public int? Floor { get; set; }

    public long Yen { get; set; }

    public long? Bonus { get; set; }

    public double Score { get; set; }

    public Guid Id { get; set; }

    public DateTime Born { get; set; } = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTimeOffset? Seen { get; set; }

    public byte[]? Photo { get; set; }

    public BinaryData? Voice { get; set; }

    public Mood Mood { get; set; }

    public Mood? Before { get; set; }

    [DataMember(Name = "renamed")]
    public string? Alias { get; set; }

    [IgnoreDataMember]
    public string? Secret { get; set; }

    /// <summary>No type of the service: not stored.</summary>
    public decimal Weight { get; set; }

    public string? Field;
}
