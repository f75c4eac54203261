using Compensation.Local.Host.Durable;
using Compensation.Platform.Tests.Support;
using Compensation.Tests;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using static Microsoft.DurableTask.Protobuf.TaskHubSidecarService;

namespace Compensation.Platform.Tests.Host;

/// <summary>What a durable engine gets from the host; the engine here only writes down what it is asked.</summary>
public sealed class DurableFunctionTests : IAsyncLifetime
{
    private readonly NotingEngine _engine = new();
    private FunctionsApp _app = null!;

    public async Task InitializeAsync() => _app = await FunctionsApp.StartAsync(new(typeof(Functions)) { Engine = _engine, HostJson = """{ "extensions": { "durableTask": { "hubName": "Office" } } }""" });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("Double", "[{\"Office\":\"kumamoto\",\"People\":3}]", "6")]
    [InlineData("Sum", "[[1,2,3]]", "6")]
    [InlineData("Sum", "[[4]]", "4")]
    [InlineData("Greet", "[\"\\u718a\\u672c\"]", "\"熊本 in one\"")]
    [InlineData("Greet", "[null]", "\" in one\"")]
    [InlineData("Greet", null, "\" in one\"")]
    [InlineData("Nothing", "[1]", null)]
    public async Task An_activity_gets_its_input_as_it_was_written_and_answers_in_json(string name, string? input, string? expected)
    {
        ActivityResponse answer = await _engine.Functions.RunActivityAsync(Activity(name, input), CancellationToken.None);

        Assert.Null(answer.FailureDetails);
        Assert.Equal(expected, answer.Result is { } json ? System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(json).ToString() is var text && json.StartsWith('"') ? $"\"{text}\"" : json : null);
        Assert.Equal(7, answer.TaskId);
    }

    [Fact]
    public async Task An_activitys_failure_keeps_its_type_its_message_and_its_cause()
    {
        ActivityResponse answer = await _engine.Functions.RunActivityAsync(Activity("Fail", "[1]"), CancellationToken.None);

        Assert.Equal("System.InvalidOperationException", answer.FailureDetails.ErrorType);
        Assert.Equal("no such office", answer.FailureDetails.ErrorMessage);
        Assert.Equal("System.FormatException", answer.FailureDetails.InnerFailure.ErrorType);
    }

    [Fact]
    public async Task An_activity_that_is_stopped_with_the_host_is_to_be_run_again()
    {
        using CancellationTokenSource stopping = new();
        Task<ActivityResponse> running = _engine.Functions.RunActivityAsync(Activity("Wait", "[1]"), stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTimeAsync());
    }

    [Fact]
    public async Task What_is_missing_fails_by_name()
    {
        ActivityResponse activity = await _engine.Functions.RunActivityAsync(Activity("Gone", "[1]"), CancellationToken.None);
        OrchestratorResponse orchestrator = await _engine.Functions.RunOrchestratorAsync("Gone", Request("Gone", "1"), CancellationToken.None);

        Assert.Contains("'Gone'", activity.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationStatus.Failed, Assert.Single(orchestrator.Actions).CompleteOrchestration.OrchestrationStatus);
    }

    [Fact]
    public async Task An_orchestrator_says_what_it_wants_next()
    {
        OrchestratorResponse answer = await _engine.Functions.RunOrchestratorAsync("Campaign", Request("Campaign", "{\"Office\":\"kumamoto\",\"People\":3}"), CancellationToken.None);

        OrchestratorAction action = Assert.Single(answer.Actions);
        Assert.Equal("Double", action.ScheduleTask.Name);
        Assert.Equal("[{\"Office\":\"kumamoto\",\"People\":3}]", action.ScheduleTask.Input);
    }

    [Fact]
    public async Task A_durable_client_reaches_the_engines_door_with_the_hubs_name()
    {
        Assert.Equal("started as Campaign in Office", await _app.GetStringAsync("/api/Start"));
    }

    private static ActivityRequest Activity(string name, string? input) =>
        new() { Name = name, Input = input, TaskId = 7, OrchestrationInstance = new OrchestrationInstance { InstanceId = "one" } };

    private static OrchestratorRequest Request(string name, string input)
    {
        Timestamp now = Timestamp.FromDateTime(new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        OrchestrationInstance instance = new() { InstanceId = "one", ExecutionId = "first" };
        return new OrchestratorRequest
        {
            InstanceId = "one",
            ExecutionId = "first",
            NewEvents =
            {
                new HistoryEvent { EventId = -1, Timestamp = now, OrchestratorStarted = new OrchestratorStartedEvent() },
                new HistoryEvent { EventId = -1, Timestamp = now, ExecutionStarted = new ExecutionStartedEvent { Name = name, Input = input, OrchestrationInstance = instance } },
            },
        };
    }

    public sealed record Plan(string Office, int People);

    public static class Functions
    {
        [Function("Start")]
        public static async Task<IResult> Start([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
            Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Campaign"));

        [Function("Campaign")]
        public static Task<int> Campaign([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan) => context.CallActivityAsync<int>("Double", plan);

        [Function("Double")]
        public static int Double([ActivityTrigger] Plan plan) => plan.People * 2;

        [Function("Sum")]
        public static int Sum([ActivityTrigger] int[] numbers) => numbers.Sum();

        [Function("Greet")]
        public static string Greet([ActivityTrigger] string? name, string instanceId) => $"{name} in {instanceId}";

        [Function("Nothing")]
        public static Task Nothing([ActivityTrigger] int one) => Task.FromResult(one);

        [Function("Fail")]
        public static void Fail([ActivityTrigger] int one) => throw new InvalidOperationException("no such office", new FormatException($"{one}"));

        [Function("Wait")]
        public static Task Wait([ActivityTrigger] int one, CancellationToken cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }

    private sealed class NotingEngine : IDurableEngine
    {
        public IDurableFunctions Functions { get; private set; } = null!;

        public TaskHubSidecarServiceBase Door { get; } = new NotingDoor();

        public Task StartAsync(IDurableFunctions functions, CancellationToken cancellationToken)
        {
            Functions = functions;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NotingDoor : TaskHubSidecarServiceBase
    {
        public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, Grpc.Core.ServerCallContext context) =>
            Task.FromResult(new CreateInstanceResponse { InstanceId = $"started as {request.Name} in {context.RequestHeaders.GetValue("Durable-TaskHub")}" });
    }
}
