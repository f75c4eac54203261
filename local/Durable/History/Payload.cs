using System.Text;
using Microsoft.DurableTask.Protobuf;

namespace Compensation.Local.Durable.History;

/// <summary>Limits on what an orchestration stores. On Azure Storage larger payloads move to blobs; here they are refused.</summary>
internal static class Payload
{
    /// <summary>The most bytes (as UTF-8) of one input, output, result or event payload: several of them share a table row of at most 1 MiB.</summary>
    public const int MostBytes = 200_000;

    /// <summary>The most bytes of a custom status.</summary>
    public const int MostBytesOfCustomStatus = 16 * 1024;

    /// <returns>Why a payload cannot be stored; null if it can.</returns>
    public static string? Excess(string? payload, string what, int most = MostBytes) =>
        Encoding.UTF8.GetByteCount(payload ?? "") is int bytes && bytes > most
            ? $"The {what} takes {bytes} bytes, but at most {most} can be stored: store it elsewhere and pass a reference."
            : null;

    /// <returns>Why what an orchestrator has decided cannot be stored; null if it can.</returns>
    public static string? Excess(OrchestratorResponse response) =>
        response.Actions.Select(Excess).FirstOrDefault(excess => excess is not null)
            ?? Excess(response.CustomStatus, "custom status", MostBytesOfCustomStatus);

    private static string? Excess(OrchestratorAction action) => action switch
    {
        { ScheduleTask: { } call } => Excess(call.Input, $"input of activity '{call.Name}'"),
        { CreateSubOrchestration: { } call } => Excess(call.Input, $"input of sub-orchestration '{call.Name}'"),
        { SendEvent: { } sent } => Excess(sent.Data, $"payload of event '{sent.Name}'"),
        { CompleteOrchestration: { } end } => Excess(end.Result, "output of the orchestration"),
        _ => null,
    };
}
