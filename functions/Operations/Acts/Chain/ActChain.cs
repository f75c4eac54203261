using System.Collections.Concurrent;
using Azure.Data.Tables;
using Compensation.Operations.Acts.Anchors;

namespace Compensation.Operations.Acts.Chain;

/// <summary>Appends to the chains of acts, one for each list. What is asked for at the same time is written together.</summary>
public sealed class ActChain(TableServiceClient tables, AnchorKeeper anchors)
{
    private readonly TableClient _table = tables.GetTableClient(ActTrail.TableName);
    private readonly ConcurrentDictionary<string, ChainLane> _lanes = new(StringComparer.Ordinal);

    internal Task AppendAsync(ChainStep step) =>
        _lanes.GetOrAdd(step.Row.PartitionKey, partition => new ChainLane(_table, partition, head => anchors.Moved(partition, head))).AppendAsync(step);
}
