using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>The activities, sub-orchestrations and timers that an execution waits for, by task id.</summary>
internal sealed class OpenTasks(DataConverter converter)
{
    private readonly Dictionary<int, Action<TaskEnded>> _open = [];

    public int Count => _open.Count;

    public Task<T> Add<T>(int taskId, string name)
    {
        var source = new TaskCompletionSource<T>();
        _open.Add(taskId, ended =>
        {
            if (ended is TaskFailed failed)
            {
                OrchestratorThread.Complete(() => source.TrySetException(new TaskFailedException(name, taskId, failed.Failure)));
            }
            else
            {
                source.Settle(converter, (ended as TaskCompleted)?.Result);
            }
        });
        return source.Task;
    }

    /// <summary>Adds a timer; <paramref name="canceled"/> is called if it is cancelled while it is open.</summary>
    public Task AddTimer(int taskId, Action canceled, CancellationToken cancellation)
    {
        var source = new TaskCompletionSource();
        _open.Add(taskId, _ => OrchestratorThread.Complete(() => source.TrySetResult()));
        cancellation.Register(() =>
        {
            if (_open.Remove(taskId))
            {
                canceled();
                OrchestratorThread.Complete(() => source.TrySetCanceled(cancellation));
            }
        });
        return source.Task;
    }

    /// <summary>Ends a task. What has ended before is ignored.</summary>
    public void End(TaskEnded ended)
    {
        if (_open.Remove(ended.TaskId, out Action<TaskEnded>? end))
        {
            end(ended);
        }
    }
}
