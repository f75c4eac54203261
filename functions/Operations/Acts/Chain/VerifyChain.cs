using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Operations.Acts.Anchors;

namespace Compensation.Operations.Acts.Chain;

/// <summary>
/// Walks a chain from its head to its beginning, and holds it against every anchor outside the store. It needs memory for what was begun and not ended at a time, and for the anchors.
/// </summary>
public sealed class VerifyChain(TableServiceClient tables, ProtectedFields fields, ActRows rows, IAnchors anchors)
{
    private readonly TableClient _table = tables.GetTableClient(ActTrail.TableName);

    /// <param name="partition">A campaign's id, or <see cref="ActTrail.Installation"/>.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public async Task<ChainCheck> HandleAsync(string partition, CancellationToken cancellationToken)
    {
        ILookup<long, Anchor> anchored = (await anchors.ReadAsync(partition, cancellationToken).ToListAsync(cancellationToken)).ToLookup(anchor => anchor.Sequence);
        ChainHead head = await ChainRows.ReadHeadAsync(_table, partition, cancellationToken);
        ChainWalk walk = new(partition, head, anchored);
        long acts = 0;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Where(row => row.RowKey != ChainRows.HeadKey))
        {
            acts++;
            await SeeAsync(walk, row, cancellationToken);
            if (walk.Fault is not null)
            {
                break;
            }
        }

        if (walk.Fault is null && await FindStrayRowsAsync(partition, cancellationToken) is { } stray)
        {
            walk.Find(ChainFaultKind.Added, 0, stray);
        }

        ChainHead now = walk.Fault is null ? await ChainRows.ReadHeadAsync(_table, partition, cancellationToken) : head;
        walk.End(now);
        return new ChainCheck(walk.Fault is null, acts, head.Sequence, head.Hash, anchored.Count == 0 ? null : anchored.Max(anchor => anchor.Key), anchored.Count, walk.Fault) { IsAnchored = anchors.AreKept };
    }

    /// <summary>What cannot even be read as the app writes it, a number as a text or a reason that is no cipher, was changed as well.</summary>
    private async Task SeeAsync(ChainWalk walk, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            walk.See(row);
            if (walk.Fault is null && !await IsWholeAsync(row, cancellationToken))
            {
                walk.Find(ChainFaultKind.Changed, row.GetInt64(StepKind.Ended.Sequence) ?? 0, row.RowKey);
            }
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or InvalidOperationException or FormatException)
        {
            walk.Find(ChainFaultKind.Changed, 0, row.RowKey);
        }
    }

    /// <summary>
    /// Rows that no link covers: under an act that was answered for none, or under none at all. Those of an act that is not answered yet are written before its link; a death in between leaves them, and nobody is shown them.
    /// </summary>
    /// <returns>Under which act; null where there are none.</returns>
    private async Task<string?> FindStrayRowsAsync(string partition, CancellationToken cancellationToken)
    {
        await foreach (string act in rows.ActsWithRowsAsync(partition, cancellationToken))
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, act, [StepKind.RowsHash, StepKind.Ended.Sequence], cancellationToken);
            if (!found.HasValue || (found.Value!.GetInt64(StepKind.Ended.Sequence) is not null && string.IsNullOrEmpty(found.Value.GetString(StepKind.RowsHash))))
            {
                return act;
            }
        }

        return null;
    }

    /// <summary>What a link covers by digests: the reason, as long as it is kept, and rows.</summary>
    private async Task<bool> IsWholeAsync(TableEntity row, CancellationToken cancellationToken)
    {
        string? reason = row.GetString(nameof(Act.Reason));
        bool isReason = string.IsNullOrEmpty(reason) || ActReason.DigestOf(fields.Unprotect(reason)) == row.GetString(StepKind.ReasonDigest);
        return isReason && (row.GetString(StepKind.RowsHash) is not { Length: > 0 } hash || await rows.HashAsync(row.PartitionKey, row.RowKey, cancellationToken) == (hash, row.GetInt32(nameof(Act.Rows)) ?? 0));
    }
}
