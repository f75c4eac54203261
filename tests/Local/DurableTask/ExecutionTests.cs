using Compensation.Local.Runtime.Execution;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Tests.Local.DurableTask;

/// <summary>The replay by itself: history in, decisions out.</summary>
public sealed class ExecutionTests
{
    private static readonly DateTime Monday = new(2023, 4, 10, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_execution_fed_with_its_history_goes_on_where_the_first_one_was()
    {
        OrchestrationExecution first = Begin(Sequence);
        Episode start = Run(first, Monday);
        Episode second = Run(first, Monday.AddDays(1), new TaskCompleted(0, "\"a\""));

        OrchestrationExecution replayed = Begin(Sequence);
        replayed.Replay(start);
        replayed.Replay(second);
        Episode third = Run(replayed, Monday.AddDays(2), new TimerFired(1));

        Assert.Equal([new ActivityScheduled(0, "Letter", "1")], start.Decided);
        Assert.Equal([new TimerCreated(1, Monday.AddDays(2))], second.Decided);
        Assert.Empty(third.Decided);
        Assert.Equal(new Completed("\"a at 2023-04-12\""), replayed.Outcome);
    }

    [Fact]
    public void A_history_with_other_decisions_is_told_apart()
    {
        OrchestrationExecution execution = Begin(Sequence);
        execution.Replay(new Episode(Monday, [], [new ActivityScheduled(0, "Digit", "1")]));

        Failed failed = Assert.IsType<Failed>(execution.Outcome);
        Assert.EndsWith("NonDeterministicOrchestrationException", failed.Failure.ErrorType, StringComparison.Ordinal);
        Assert.Contains("activity 'Digit' (#0) where the code now asks for activity 'Letter' (#0)", failed.Failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_that_nobody_waits_for_are_ignored()
    {
        OrchestrationExecution execution = Begin(Sequence);
        Run(execution, Monday);

        Episode episode = Run(execution, Monday, new TaskCompleted(7, "1"), new TimerFired(8));

        Assert.Empty(episode.Decided);
        Assert.Null(execution.Outcome);
    }

    [Fact]
    public void A_result_that_cannot_be_read_fails_its_call()
    {
        OrchestrationExecution execution = Begin(Sequence);
        Run(execution, Monday);

        Run(execution, Monday, new TaskCompleted(0, "{"));

        Assert.Equal("System.Text.Json.JsonException", Assert.IsType<Failed>(execution.Outcome).Failure.ErrorType);
    }

    [Fact]
    public void The_context_may_not_be_used_from_outside()
    {
        TaskOrchestrationContext? leaked = null;
        OrchestrationExecution execution = Begin(context =>
        {
            leaked = context;
            return context.WaitForExternalEvent<string>("Word");
        });
        Run(execution, Monday);

        Assert.Throws<InvalidOperationException>(() => { leaked!.NewGuid(); });
        Assert.Throws<InvalidOperationException>(() => { _ = leaked!.CallActivityAsync("Letter"); });
    }

    [Fact]
    public void A_guid_follows_from_the_instance_the_time_and_a_counter()
    {
        Guid first = DeterministicGuid.Create("id", Monday, 0);

        Assert.Equal(first, DeterministicGuid.Create("id", Monday, 0));
        Assert.Equal(4, new[] { first, DeterministicGuid.Create("id", Monday, 1), DeterministicGuid.Create("id", Monday.AddTicks(1), 0), DeterministicGuid.Create("ie", Monday, 0) }.Distinct().Count());
    }

    private static async Task<string> Sequence(TaskOrchestrationContext context)
    {
        string letter = await context.CallActivityAsync<string>("Letter", 1);
        await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
        return $"{letter} at {context.CurrentUtcDateTime:yyyy-MM-dd}";
    }

    private static OrchestrationExecution Begin(Func<TaskOrchestrationContext, Task<string>> body)
    {
        Func<IServiceProvider, ITaskOrchestrator> create =
            new DurableTaskRegistry().AddOrchestratorFunc("Test", body).GetOrchestrators().Single().Value;
        ExecutionStart start = new("id", "Test", null, null, JsonDataConverter.Default, NullLoggerFactory.Instance);
        return new OrchestrationExecution(start, create(null!));
    }

    private static Episode Run(OrchestrationExecution execution, DateTime at, params HistoryEvent[] received) =>
        new(at, received, execution.Run(at, received));
}
