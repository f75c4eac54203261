using Compensation.Common.Hosting;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace Compensation.Tests.Common.Hosting;

/// <summary>What happens between a look at an orchestration and what is done next.</summary>
public sealed class OrchestrationsTests
{
    private const string Id = "yamaguchi:case-1";

    private readonly Mock<DurableTaskClient> _client = new(MockBehavior.Strict, "client");
    private readonly Queue<OrchestrationMetadata?> _looks = [];

    public OrchestrationsTests() => _client.Setup(client => client.GetInstanceAsync(Id, false, It.IsAny<CancellationToken>())).ReturnsAsync(_looks.Dequeue);

    [Theory]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.NotFound)]
    public async Task One_that_ends_between_the_look_and_the_word_counts_as_ended(StatusCode said)
    {
        See(OrchestrationRuntimeStatus.Running);
        OnWord().ThrowsAsync(new RpcException(new Status(said, "has ended")));

        Assert.False(await _client.Object.TellIfRunningAsync(Id, "moved", string.Empty, CancellationToken.None));
    }

    [Fact]
    public async Task A_word_that_fails_for_another_reason_is_a_failure()
    {
        See(OrchestrationRuntimeStatus.Running);
        OnWord().ThrowsAsync(new RpcException(new Status(StatusCode.Unavailable, "no host")));

        await Assert.ThrowsAsync<RpcException>(() => _client.Object.TellIfRunningAsync(Id, "moved", string.Empty, CancellationToken.None));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, true)]
    [InlineData(OrchestrationRuntimeStatus.Pending, true)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false)]
    [InlineData(OrchestrationRuntimeStatus.Failed, false)]
    [InlineData(null, false)]
    public async Task Who_is_under_way_is_told_and_nobody_else(OrchestrationRuntimeStatus? status, bool isTold)
    {
        See(status);
        OnWord().Returns(Task.CompletedTask);

        Assert.Equal(isTold, await _client.Object.TellIfRunningAsync(Id, "moved", string.Empty, CancellationToken.None));
        _client.Verify(client => client.RaiseEventAsync(Id, "moved", It.IsAny<object>(), It.IsAny<CancellationToken>()), Times.Exactly(isTold ? 1 : 0));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Running, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Failed, true, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true, false)]
    [InlineData(null, true, true)]
    public async Task What_is_under_way_is_not_started_and_what_starts_once_not_again(OrchestrationRuntimeStatus? status, bool unlessRunning, bool once)
    {
        OnStart().ReturnsAsync(Id);

        See(status);
        await _client.Object.StartUnlessRunningAsync("Follow", "input", Id, CancellationToken.None);
        VerifyStarts(unlessRunning ? 1 : 0);
        See(status);
        await _client.Object.StartOnceAsync("Follow", "input", Id, CancellationToken.None);
        VerifyStarts((unlessRunning ? 1 : 0) + (once ? 1 : 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_not_the_first_to_start_has_succeeded_where_it_is_there_and_failed_where_it_is_not(bool isThere)
    {
        See(null);
        See(isThere ? OrchestrationRuntimeStatus.Running : null);
        OnStart().ThrowsAsync(new RpcException(new Status(StatusCode.AlreadyExists, "runs")));

        Task starting = _client.Object.StartUnlessRunningAsync("Follow", "input", Id, CancellationToken.None);

        await (isThere ? starting : Assert.ThrowsAsync<RpcException>(() => starting));
    }

    private void See(OrchestrationRuntimeStatus? status) => _looks.Enqueue(status is { } known ? new OrchestrationMetadata("Follow", Id) { RuntimeStatus = known } : null);

    private Moq.Language.Flow.ISetup<DurableTaskClient, Task> OnWord() =>
        _client.Setup(client => client.RaiseEventAsync(Id, "moved", It.IsAny<object>(), It.IsAny<CancellationToken>()));

    private Moq.Language.Flow.ISetup<DurableTaskClient, Task<string>> OnStart() =>
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync(new TaskName("Follow"), It.IsAny<object>(), It.Is<StartOrchestrationOptions>(options => options.InstanceId == Id), It.IsAny<CancellationToken>()));

    private void VerifyStarts(int times) =>
        _client.Verify(client => client.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<StartOrchestrationOptions>(), It.IsAny<CancellationToken>()), Times.Exactly(times));
}
