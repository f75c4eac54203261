using System.Text.Json;
using Compensation.Local.Host.Functions;
using Compensation.Local.Host.Rpc;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;
using RpcStatus = Compensation.Local.Host.Rpc.StatusResult.Types.Status;

namespace Compensation.Local.Host.Durable;

/// <summary>Runs orchestrators and activities in the worker, in the form in which it takes them.</summary>
internal sealed class DurableFunctions(WorkerChannel channel, IReadOnlyList<HostedFunction> functions, string client) : IDurableFunctions
{
    private readonly Dictionary<string, HostedFunction> _orchestrators = ByName(functions, "orchestrationTrigger", trigger => trigger.Orchestration);
    private readonly Dictionary<string, HostedFunction> _activities = ByName(functions, "activityTrigger", trigger => trigger.Activity);

    public async Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellationToken)
    {
        if (!_orchestrators.TryGetValue(name, out HostedFunction? orchestrator))
            return Failed(request, Missing("orchestrator", name));

        TypedData history = new() { String = Convert.ToBase64String(request.ToByteArray()) };
        InvocationResponse response = await channel.InvokeAsync(orchestrator.Invocation(history, client), cancellationToken);
        if (response.Result.Status == RpcStatus.Success)
            return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response.ReturnValue.String));

        cancellationToken.ThrowIfCancellationRequested();
        return Failed(request, Failure(response.Result));
    }

    public async Task<ActivityResponse> RunActivityAsync(ActivityRequest request, CancellationToken cancellationToken)
    {
        string instance = request.OrchestrationInstance?.InstanceId ?? "";
        ActivityResponse answer = new() { InstanceId = instance, TaskId = request.TaskId };
        if (!_activities.TryGetValue(request.Name, out HostedFunction? activity))
        {
            answer.FailureDetails = Missing("activity", request.Name);
            return answer;
        }

        InvocationRequest invocation = activity.Invocation(InputOf(request), client);
        invocation.TriggerMetadata["instanceId"] = new TypedData { String = instance };
        InvocationResponse response = await channel.InvokeAsync(invocation, cancellationToken);
        if (response.Result.Status == RpcStatus.Success)
            answer.Result = JsonOf(response.ReturnValue);
        else if (cancellationToken.IsCancellationRequested)
            throw new OperationCanceledException(cancellationToken);
        else
            answer.FailureDetails = Failure(response.Result);
        return answer;
    }

    private static Dictionary<string, HostedFunction> ByName(IEnumerable<HostedFunction> functions, string trigger, Func<FunctionBinding, string?> named) => functions
        .Where(function => function.Trigger.Is(trigger))
        .ToDictionary(function => named(function.Trigger) is { Length: > 0 } name ? name : function.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Orchestrators write an activity's input as a list of one; the function takes what is in it.</summary>
    private static TypedData InputOf(ActivityRequest request)
    {
        if (string.IsNullOrEmpty(request.Input))
            return new TypedData();

        using JsonDocument input = JsonDocument.Parse(request.Input);
        JsonElement value = input.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1 ? list[0] : input.RootElement;
        return value.ValueKind == JsonValueKind.Null ? new TypedData() : new TypedData { String = value.GetRawText() };
    }

    /// <summary>Null where the activity returned nothing.</summary>
    private static string? JsonOf(TypedData? value) => value?.DataCase switch
    {
        TypedData.DataOneofCase.Json => value.Json,
        TypedData.DataOneofCase.String => JsonSerializer.Serialize(value.String),
        TypedData.DataOneofCase.Bytes => JsonSerializer.Serialize(value.Bytes.ToByteArray()),
        TypedData.DataOneofCase.Int => JsonSerializer.Serialize(value.Int),
        TypedData.DataOneofCase.Double => JsonSerializer.Serialize(value.Double),
        _ => null,
    };

    private static OrchestratorResponse Failed(OrchestratorRequest request, TaskFailureDetails failure) => new()
    {
        InstanceId = request.InstanceId,
        Actions =
        {
            new OrchestratorAction
            {
                Id = -1,
                CompleteOrchestration = new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Failed, FailureDetails = failure, Result = failure.ErrorMessage },
            },
        },
    };

    private static TaskFailureDetails Missing(string kind, string name) =>
        new() { ErrorType = $"{kind}NotFound", ErrorMessage = $"The app has no {kind} function named '{name}'.", IsNonRetriable = true };

    /// <summary>The durable worker puts a failure's details, with its causes, where a message would be.</summary>
    private static TaskFailureDetails Failure(StatusResult result)
    {
        RpcException exception = result.Exception ?? new RpcException { Message = $"The run ended as {result.Status}." };
        try
        {
            return JsonParser.Default.Parse<TaskFailureDetails>(exception.Message);
        }
        catch (Exception plain) when (plain is InvalidProtocolBufferException or InvalidJsonException)
        {
            return new TaskFailureDetails { ErrorType = exception.Type, ErrorMessage = exception.Message, StackTrace = exception.StackTrace };
        }
    }
}
