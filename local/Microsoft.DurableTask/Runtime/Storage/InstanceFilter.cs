using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Compensation.Local.Runtime.Storage;

/// <summary>Which instances a query wants; null or none for any.</summary>
internal sealed record InstanceFilter(
    DateTimeOffset? CreatedFrom, DateTimeOffset? CreatedTo, IReadOnlyList<OrchestrationRuntimeStatus>? Statuses, string? IdPrefix)
{
    /// <summary>The condition in the table service's language.</summary>
    public override string ToString()
    {
        List<string> conditions = [TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance}")];
        if (CreatedFrom is { } from)
        {
            conditions.Add(TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
        }

        if (CreatedTo is { } to)
        {
            conditions.Add(TableClient.CreateQueryFilter($"CreatedAt le {to}"));
        }

        if (Statuses is { Count: > 0 })
        {
            IEnumerable<string> each = Statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}"));
            conditions.Add($"({string.Join(" or ", each)})");
        }

        if (!string.IsNullOrEmpty(IdPrefix))
        {
            string end = IdPrefix[..^1] + (char)(IdPrefix[^1] + 1);
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey ge {IdPrefix} and PartitionKey lt {end}"));
        }

        return string.Join(" and ", conditions);
    }
}
