using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Runtime.Execution;

/// <summary>What an execution is started with.</summary>
internal sealed record ExecutionStart(
    string InstanceId, TaskName Name, string? Input, ParentOrchestrationInstance? Parent, DataConverter Converter, ILoggerFactory Loggers);

/// <summary>The context that an orchestrator sees. It turns calls into decisions and received events into results.</summary>
internal sealed class ReplayContext(ExecutionStart start, OrchestratorThread thread) : TaskOrchestrationContext
{
    private readonly List<Decision> _decisions = [];
    private object? _input;
    private int _nextTaskId;
    private int _guidCounter;
    private bool _isReplaying;
    private DateTime _now;

    public OpenTasks Open { get; } = new(start.Converter);

    public EventMailbox Mailbox { get; } = new(start.Converter);

    public string? CustomStatus { get; private set; }

    /// <summary>Set once the orchestrator has asked to start over.</summary>
    public (string? Input, bool PreserveEvents)? NextGeneration { get; private set; }

    public override TaskName Name => start.Name;

    public override string InstanceId => start.InstanceId;

    public override ParentOrchestrationInstance? Parent => start.Parent;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    protected override ILoggerFactory LoggerFactory => start.Loggers;

    public void BeginEpisode(DateTime at, bool isReplaying)
    {
        _now = at;
        _isReplaying = isReplaying;
    }

    public IReadOnlyList<Decision> TakeDecisions()
    {
        Decision[] taken = [.. _decisions];
        _decisions.Clear();
        return taken;
    }

    public object? ReadInput(Type type) => _input = start.Converter.Deserialize(start.Input, type);

    public override T? GetInput<T>() where T : default => _input is T typed ? typed : start.Converter.Deserialize<T>(start.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        CheckCall(name, input, options);
        string? data = Payload.Write(start.Converter, input, $"input of activity '{name}'");
        return Retrying.RunAsync(this, options?.Retry, () =>
        {
            var scheduled = new ActivityScheduled(_nextTaskId++, name, data);
            _decisions.Add(scheduled);
            return Open.Add<TResult>(scheduled.TaskId, name);
        });
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        CheckCall(orchestratorName, input, options);
        string instanceId = Runtime.Execution.InstanceId.Check((options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N"));
        string? data = Payload.Write(start.Converter, input, $"input of sub-orchestration '{orchestratorName}'");
        Dictionary<string, string>? tags = options?.Tags is { Count: > 0 } given ? new(given, StringComparer.Ordinal) : null;
        return Retrying.RunAsync(this, options?.Retry, () =>
        {
            var created = new SubOrchestrationCreated(_nextTaskId++, orchestratorName, instanceId, data, tags);
            _decisions.Add(created);
            return Open.Add<TResult>(created.TaskId, orchestratorName);
        });
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        CheckThread();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var created = new TimerCreated(_nextTaskId++, fireAt.ToUniversalTime());
        _decisions.Add(created);
        return Open.AddTimer(created.TaskId, () => _decisions.Add(new TimerCanceled(created.TaskId)), cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        CheckThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Mailbox.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        CheckThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        string? data = Payload.Write(start.Converter, payload, $"payload of event '{eventName}'");
        _decisions.Add(new EventSent(_nextTaskId++, Runtime.Execution.InstanceId.Check(instanceId), eventName, data));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        CheckThread();
        CustomStatus = Payload.Write(start.Converter, customStatus, "custom status", Payload.MaxCustomStatusLength);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        CheckThread();
        NextGeneration = (Payload.Write(start.Converter, newInput, "input of the next generation"), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        CheckThread();
        return DeterministicGuid.Create(start.InstanceId, _now, _guidCounter++);
    }

    private void CheckCall(TaskName name, object? input, TaskOptions? options)
    {
        CheckThread();
        if (name == default)
        {
            throw new ArgumentException("A name is required.", nameof(name));
        }

        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"A {nameof(TaskOptions)} was given as the input and none as the options. Was it meant to be the options?", nameof(input));
        }
    }

    private void CheckThread()
    {
        if (!thread.IsCurrent)
        {
            throw new InvalidOperationException(
                "An orchestration's context was used from another thread than the orchestrator's. Orchestrators may await only tasks that their context has made.");
        }
    }
}
