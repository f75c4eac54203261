using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Local.DurableTask;

public sealed class RetryTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly List<DateTimeOffset> _attempts = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_policy_waits_longer_each_time_up_to_its_longest_delay()
    {
        RetryPolicy policy = new(5, TimeSpan.FromMinutes(1), 3, TimeSpan.FromMinutes(5));

        OrchestrationMetadata done = await RunAsync(TaskOptions.FromRetryPolicy(policy), failures: 4);

        Assert.Equal("done", done.ReadOutputAs<string>());
        Assert.Equal([0, 1, 4, 9, 14], MinutesOfAttempts());
    }

    [Fact]
    public async Task The_last_attempts_failure_is_the_failure()
    {
        RetryPolicy policy = new(3, TimeSpan.FromMinutes(1));

        OrchestrationMetadata failed = await RunAsync(TaskOptions.FromRetryPolicy(policy), failures: 10);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("Attempt 3", failed.FailureDetails!.InnerFailure!.ErrorMessage);
        Assert.Equal([0, 1, 2], MinutesOfAttempts());
    }

    [Fact]
    public async Task A_failure_after_the_timeout_is_not_retried()
    {
        RetryPolicy policy = new(100, TimeSpan.FromMinutes(10), retryTimeout: TimeSpan.FromMinutes(25));

        OrchestrationMetadata failed = await RunAsync(TaskOptions.FromRetryPolicy(policy), failures: 100);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal([0, 10, 20, 30], MinutesOfAttempts());
    }

    [Fact]
    public async Task A_policy_may_look_at_the_failure()
    {
        RetryPolicy policy = new(5, TimeSpan.FromMinutes(1)) { HandleFailure = details => !details.IsCausedBy<TimeoutException>() };

        OrchestrationMetadata failed = await RunAsync(TaskOptions.FromRetryPolicy(policy), failures: 5);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task A_handler_decides_and_may_wait()
    {
        AsyncRetryHandler handler = async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(7), CancellationToken.None);
            return retry.LastAttemptNumber < 3 && retry.LastFailure.IsCausedBy<TimeoutException>() && retry.TotalRetryTime < TimeSpan.FromHours(1);
        };

        OrchestrationMetadata failed = await RunAsync(TaskOptions.FromRetryHandler(handler), failures: 5);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal([0, 7, 14], MinutesOfAttempts());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_is_replaced_by_its_next_attempt()
    {
        int attempts = 0;
        await using DurableHost host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<int>("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromHours(1))).WithInstanceId("child")))
            .AddOrchestratorFunc<int>("Child", context =>
                ++attempts < 3 ? throw new TimeoutException() : Task.FromResult(attempts)));

        Assert.Equal(3, (await host.RunAsync("Parent")).ReadOutputAs<int>());
        Assert.Equal(3, (await host.Client.GetInstanceAsync("child", getInputsAndOutputs: true))!.ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(0, 1, 1, null, null)]
    [InlineData(1, 0, 1, null, null)]
    [InlineData(1, 1, 0.5, null, null)]
    [InlineData(1, 60, 1, 30, null)]
    [InlineData(1, 60, 1, null, 30)]
    public void A_policy_that_makes_no_sense_is_refused(int attempts, int first, double coefficient, int? longest, int? timeout) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), coefficient, Seconds(longest), Seconds(timeout)));

    private static TimeSpan? Seconds(int? value) => value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private int[] MinutesOfAttempts() => [.. _attempts.Select(at => (int)(at - DurableHost.Start).TotalMinutes)];

    private async Task<OrchestrationMetadata> RunAsync(TaskOptions options, int failures)
    {
        DurableHost? host = null;
        host = await DurableHost.StartAsync(_store.Connect, tasks => tasks
            .AddOrchestratorFunc<string>("Try", context => context.CallActivityAsync<string>("Flaky", options))
            .AddActivityFunc<string>("Flaky", _ =>
            {
                _attempts.Add(host!.Clock.GetUtcNow());
                return _attempts.Count <= failures ? throw new TimeoutException($"Attempt {_attempts.Count}") : "done";
            }));
        await using (host)
        {
            return await host.RunAsync("Try");
        }
    }
}
