using Azure.Data.Tables;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>Which instances a query wants; null or none for any.</summary>
internal sealed record InstanceFilter
{
    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public DateTimeOffset? UpdatedFrom { get; init; }

    public DateTimeOffset? UpdatedTo { get; init; }

    public IReadOnlyCollection<OrchestrationStatus> Statuses { get; init; } = [];

    public string? IdPrefix { get; init; }

    /// <summary>The condition in the table service's language.</summary>
    public override string ToString()
    {
        List<string> conditions = [TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance}")];
        Add(CreatedFrom, from => TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
        Add(CreatedTo, to => TableClient.CreateQueryFilter($"CreatedAt le {to}"));
        Add(UpdatedFrom, from => TableClient.CreateQueryFilter($"UpdatedAt ge {from}"));
        Add(UpdatedTo, to => TableClient.CreateQueryFilter($"UpdatedAt le {to}"));
        if (Statuses.Count > 0)
        {
            conditions.Add($"({string.Join(" or ", Statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}")))})");
        }

        if (!string.IsNullOrEmpty(IdPrefix))
        {
            string end = IdPrefix[..^1] + (char)(IdPrefix[^1] + 1);
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey ge {IdPrefix} and PartitionKey lt {end}"));
        }

        return string.Join(" and ", conditions);

        void Add(DateTimeOffset? bound, Func<DateTimeOffset, string> condition)
        {
            if (bound is { } instant)
            {
                conditions.Add(condition(instant));
            }
        }
    }
}
