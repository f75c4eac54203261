using Azure.Data.Tables;
using Compensation.Operations.Acts.Anchors;

namespace Compensation.Operations.Acts.Chain;

/// <summary>
/// A walk over a chain's rows, the newest first. The two links of an act lie apart in the chain, so that links wait here until it is their turn.
/// </summary>
/// <param name="partition">Which chain.</param>
/// <param name="head">Where it ended when the walk began.</param>
/// <param name="anchored">What is known of it outside the store.</param>
internal sealed class ChainWalk(string partition, ChainHead head, ILookup<long, Anchor> anchored)
{
    private readonly PriorityQueue<(TableEntity Row, StepKind Kind, long Sequence), long> _waiting = new();
    private long _next = head.Sequence;
    private string _hash = head.Hash;
    private long _newest = head.Sequence;

    /// <summary>The first thing that is not as it was; null where nothing is.</summary>
    public ChainFault? Fault { get; private set; }

    public void See(TableEntity row)
    {
        if (row.GetInt64(StepKind.Begun.Sequence) is null)
        {
            Find(ChainFaultKind.Added, 0, row.RowKey);
            return;
        }

        if (StepKind.SaysWithoutLink(row))
        {
            Find(ChainFaultKind.Changed, row.GetInt64(StepKind.Begun.Sequence)!.Value, row.RowKey);
            return;
        }

        foreach (StepKind kind in StepKind.All)
        {
            if (row.GetInt64(kind.Sequence) is { } sequence)
            {
                _waiting.Enqueue((row, kind, sequence), -sequence);
            }
        }

        while (Fault is null && _waiting.TryPeek(out (TableEntity Row, StepKind Kind, long Sequence) link, out _) && link.Sequence >= _next)
        {
            _waiting.Dequeue();
            Take(link.Row, link.Kind, link.Sequence);
        }
    }

    /// <param name="now">Where the chain ends after the walk: what was written meanwhile is for the next one.</param>
    public void End(ChainHead now)
    {
        if (Fault is not null)
        {
            return;
        }

        if (_newest > now.Sequence)
        {
            Find(ChainFaultKind.Added, _newest, act: null);
        }
        else if (_next > 0 || _waiting.Count > 0)
        {
            Find(ChainFaultKind.Missing, _next, act: null);
        }
        else if (_hash != ChainHead.Beginning(partition).Hash)
        {
            Find(ChainFaultKind.Changed, 1, act: null);
        }
        else if (anchored.Where(anchor => anchor.Key > now.Sequence).Select(anchor => anchor.Key).DefaultIfEmpty().Max() is > 0 and var beyond)
        {
            Find(ChainFaultKind.OlderThanAnchor, beyond, act: null);
        }
    }

    public void Find(ChainFaultKind kind, long sequence, string? act) => Fault ??= new ChainFault(kind, sequence, act);

    private void Take(TableEntity row, StepKind kind, long sequence)
    {
        if (sequence > head.Sequence)
        {
            _newest = Math.Max(_newest, sequence);
        }
        else if (sequence > _next)
        {
            Find(ChainFaultKind.Added, sequence, row.RowKey);
        }
        else if (row.GetString(kind.Hash) != _hash || ChainHead.HashAfter(row.GetString(kind.Before) ?? string.Empty, ChainStep.ContentOf(kind, row)) != _hash)
        {
            Find(ChainFaultKind.Changed, sequence, row.RowKey);
        }
        else if (anchored[sequence].Any(anchor => anchor.Hash != _hash))
        {
            Find(ChainFaultKind.NotAsAnchored, sequence, row.RowKey);
        }
        else
        {
            (_next, _hash) = (sequence - 1, row.GetString(kind.Before)!);
        }
    }
}
