using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Compensation.Operations.Acts.Chain;

/// <summary>
/// One chain, as this process appends to it: rows and head in one transaction, conditional on the head. Where another process was faster, it is read again and tried again, so that
/// there is one chain however many write.
/// </summary>
internal sealed class ChainLane(TableClient table, string partition, Action<ChainHead> moved)
{
    /// <summary>Of the hundred that a transaction takes.</summary>
    private const int StepsTogether = 90;

    /// <summary>Somebody wins each round, so that nobody loses as many.</summary>
    private const int AttemptsMax = 500;
    private const int Conflict = 409;
    private const int Changed = 412;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private ChainHead? _head;

    public async Task AppendAsync(ChainStep step)
    {
        Waiting mine = new(step);
        _waiting.Enqueue(mine);
        await _turn.WaitAsync();
        try
        {
            while (!mine.Written.Task.IsCompleted)
            {
                await WriteSomeAsync();
            }
        }
        finally
        {
            _turn.Release();
        }

        await mine.Written.Task;
    }

    private async Task WriteSomeAsync()
    {
        List<Waiting> some = [];
        while (some.Count < StepsTogether && _waiting.TryDequeue(out Waiting? next))
        {
            some.Add(next);
        }

        try
        {
            await WriteAsync([.. some.Select(one => one.Step)]);
            some.ForEach(one => one.Written.SetResult());
        }
        catch (Exception failure)
        {
            _head = null;
            some.ForEach(one => one.Written.SetException(failure));
        }
    }

    private async Task WriteAsync(IReadOnlyList<ChainStep> steps)
    {
        for (int attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryWriteAsync(steps))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The chain of acts '{partition}' is being written to all the time.");
    }

    private async Task<bool> TryWriteAsync(IReadOnlyList<ChainStep> steps)
    {
        ChainHead before = _head ??= await ChainRows.ReadHeadAsync(table, partition, CancellationToken.None);
        ChainHead head = before;
        List<TableTransactionAction> actions = [];
        foreach (ChainStep step in steps)
        {
            ChainHead after = head.After(step.Content);
            actions.Add(new TableTransactionAction(step.Kind == StepKind.Begun ? TableTransactionActionType.Add : TableTransactionActionType.UpdateMerge, step.Linked(head, after), ETag.All));
            head = after;
        }

        actions.Add(ChainRows.HeadAction(partition, head));
        try
        {
            Response<IReadOnlyList<Response>> written = await table.SubmitTransactionAsync(actions);
            _head = written.Value[^1].Headers.ETag is { } tag ? head with { Tag = tag } : null;
        }
        catch (RequestFailedException other) when (other.Status is Conflict or Changed)
        {
            _head = null;
            if (!await ChainRows.HoldAsync(table, (TableEntity)actions[0].Entity, steps[0].Kind))
            {
                return false;
            }
        }

        moved(head);
        return true;
    }

    private sealed record Waiting(ChainStep Step)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
