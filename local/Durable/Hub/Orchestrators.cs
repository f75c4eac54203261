using Compensation.Local.Durable.History;
using Compensation.Local.Durable.Storage;
using Compensation.Local.Host.Durable;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.Hub;

/// <summary>
/// Has the worker run orchestrators. It keeps an execution in its memory between episodes, if it may; then only what is new is sent,
/// and the engine does not hold the history. If the worker has forgotten the execution, it is sent again as a whole.
/// </summary>
internal sealed class Orchestrators(InstanceStore store, IDurableFunctions functions, TimeSpan sessionIdleTime)
{
    private bool UsesSessions => sessionIdleTime > TimeSpan.Zero;

    public async Task<Decided> RunAsync(InstanceSession session, DateTimeOffset at, IReadOnlyList<HistoryEvent> news, CancellationToken stopping)
    {
        if (news.FirstOrDefault(one => one.ExecutionTerminated is not null) is { } terminated)
        {
            return Decided.Ending(Outcome.Of(terminated.ExecutionTerminated));
        }

        OrchestratorResponse response = session.IsHeldByWorker
            ? await SendAsync(session, at, news, pastEvents: null, stopping)
            : new() { RequiresHistory = true };
        if (response.RequiresHistory)
        {
            session.IsHeldByWorker = false;
            session.History ??= [.. await store.ReadHistoryAsync(session.Record)];
            response = await SendAsync(session, at, news, session.History, stopping);
        }

        return response.RequiresHistory
            ? throw new InvalidOperationException($"The worker asks for the history of instance '{session.InstanceId}' again, although it was given.")
            : Decided.By(response);
    }

    /// <summary>Lets go of the history of an execution that the worker now holds as it is stored.</summary>
    public void Stored(InstanceSession session, Decided decided)
    {
        session.IsHeldByWorker = UsesSessions && decided.Outcome is null;
        if (session.IsHeldByWorker)
        {
            session.History = null;
        }
    }

    private Task<OrchestratorResponse> SendAsync(
        InstanceSession session, DateTimeOffset at, IReadOnlyList<HistoryEvent> news, IReadOnlyList<HistoryEvent>? pastEvents, CancellationToken stopping)
    {
        InstanceRecord record = session.Record;
        HistoryChunk episode = HistoryEvents.Episode(at, news, []);
        OrchestratorRequest request = new()
        {
            InstanceId = record.InstanceId,
            ExecutionId = record.Execution.ToString("N"),
            PastEvents = { pastEvents ?? [] },
            NewEvents = { episode.Events },
        };
        if (pastEvents is not null)
        {
            HistoryEvent started = record.Started();
            (request.PastEvents.Count > 0 ? request.PastEvents : request.NewEvents).Insert(1, started);
            started.Timestamp = record.CreatedAt.ToTimestamp();
        }

        if (UsesSessions)
        {
            request.Properties.Add("ExtendedSessionIdleTimeoutInSeconds", Value.ForNumber(sessionIdleTime.TotalSeconds));
            request.Properties.Add("IsExtendedSession", Value.ForBool(true));
            request.Properties.Add("IncludeState", Value.ForBool(pastEvents is not null));
        }

        return functions.RunOrchestratorAsync(record.Name, request, stopping);
    }
}
