using Compensation.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Local.Worker;

public sealed class HostTests
{
    [Fact]
    public async Task Several_hosts_with_different_functions_live_beside_one_another()
    {
        await using FunctionsApp one = await FunctionsApp.StartAsync(new(typeof(Left)));
        await using FunctionsApp other = await FunctionsApp.StartAsync(new(typeof(Right)));

        Assert.Equal("left", await one.GetStringAsync("/api/Side"));
        Assert.Equal("right", await other.GetStringAsync("/api/Side"));
    }

    [Fact]
    public async Task A_host_can_be_started_and_stopped_again_and_again()
    {
        for (int i = 0; i < 3; i++)
        {
            await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Left)));
            Assert.Equal("left", await app.GetStringAsync("/api/Side"));
        }
    }

    [Fact]
    public void All_functions_of_a_named_assembly_are_taken()
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder([$"--contentRoot={Path.GetTempPath()}"]);
        builder.Services.AddFunctionsFrom(typeof(HostTests).Assembly);

        // This assembly holds the wrong functions of the tests: that they are named shows that it was read.
        string message = Assert.Throws<FunctionWorkerException>(builder.Build).Message;
        Assert.Contains($"{typeof(StartupErrorTests.SameName)}.One".Replace('+', '.'), message.Replace('+', '.'), StringComparison.Ordinal);
        Assert.Contains("'Idle'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_work_under_way_until_it_has_been_answered()
    {
        var work = new WorkInProgress();
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Working))
        {
            Configure = builder => builder.Services.AddSingleton(work),
        });

        Assert.Equal("1", await app.GetStringAsync("/api/Work"));
        await work.WhenIdleAsync();
        Assert.Equal(0, work.Count);
    }

    [Fact]
    public async Task A_run_is_cancelled_when_its_caller_goes_away()
    {
        var gate = new Gate();
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Waiting))
        {
            Configure = builder => builder.Services.AddSingleton(gate),
        });
        using CancellationTokenSource leaving = new();
        Task<string> call = app.Client.GetStringAsync("/api/Wait", leaving.Token);
        await gate.Entered.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gate.Cancelled.Task;
    }

    public static class Left
    {
        [Function("Side")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "left";
    }

    public static class Right
    {
        [Function("Side")]
        public static string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "right";
    }

    public sealed class Working(WorkInProgress work)
    {
        [Function("Work")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => $"{work.Count}";
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Waiting(Gate gate)
    {
        [Function("Wait")]
        public async Task Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellation)
        {
            using (cancellation.Register(gate.Cancelled.SetResult))
            {
                gate.Entered.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
        }
    }
}
