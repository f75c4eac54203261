using Compensation.Local.Host;
using Compensation.Local.Host.Workers;
using Compensation.Platform.Tests.Support;
using Compensation.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Platform.Tests.Host;

public sealed partial class HostTests
{
    [Fact]
    public void The_worker_still_has_the_names_on_which_the_link_without_a_socket_stands() => Assert.True(DirectLink.IsAvailable);

    [Fact]
    public async Task Without_that_link_the_worker_speaks_gRPC_as_it_does_on_Azure()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Left)) { OverGrpc = true });

        Assert.Equal("left", await app.GetStringAsync("/api/Side"));
    }

    [Fact]
    public async Task Several_hosts_with_different_functions_and_folders_live_beside_one_another()
    {
        await using FunctionsApp one = await FunctionsApp.StartAsync(new(typeof(Left)));
        await using FunctionsApp other = await FunctionsApp.StartAsync(new(typeof(Right)) { HostJson = """{ "extensions": { "http": { "routePrefix": "else" } } }""" });

        Assert.Equal("left", await one.GetStringAsync("/api/Side"));
        Assert.Equal("right", await other.GetStringAsync("/else/Side"));
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
    public async Task Each_function_is_listed_with_its_address()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Left), typeof(Waiting)) { Configure = builder => builder.Services.AddSingleton(new Gate()) });

        Assert.Equal(["Functions:", $"  Side: {app.Host.Address}api/Side", $"  Wait: [GET] {app.Host.Address}api/wait"], app.Host.FunctionLines);
    }

    [Fact]
    public async Task Settings_reach_the_app()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Left)) { Settings = { ["Sms:From"] = "office" } });

        Assert.Equal("office", app.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Sms:From"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_app_logs_reaches_the_hosts_log_once(bool overGrpc)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Telling)) { OverGrpc = overGrpc });

        Assert.Equal("told", await app.GetStringAsync("/api/Tell"));
        Assert.Equal("done", await app.GetStringAsync("/api/Done"));

        Assert.Single(app.Log.Lines, line => line.Text.StartsWith("a wave has begun", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_is_work_under_way_until_it_has_been_answered()
    {
        WorkInProgress work = new();
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Working))
        {
            Work = work,
            Configure = builder => builder.Services.AddSingleton(work),
        });

        Assert.Equal("1", await app.GetStringAsync("/api/Work"));
        await work.WhenIdleAsync().InTimeAsync();
        Assert.Equal(0, work.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_is_cancelled_when_its_caller_goes_away(bool overGrpc)
    {
        Gate gate = new();
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Waiting))
        {
            OverGrpc = overGrpc,
            Configure = builder => builder.Services.AddSingleton(gate),
        });
        using CancellationTokenSource leaving = new();
        Task<string> call = app.Client.GetStringAsync("/api/wait", leaving.Token);
        // If the call fails instead, it says why.
        await (await Task.WhenAny(gate.Entered.Task, call)).InTimeAsync();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.InTimeAsync());
        await gate.Cancelled.Task.InTimeAsync();
    }

    public static class Left
    {
        [Function("Side")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("left");
    }

    public static class Right
    {
        [Function("Side")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("right");
    }

    public sealed partial class Telling(ILogger<Telling> logger)
    {
        [Function("Tell")]
        public IResult Tell([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            LogBegun();
            return Results.Text("told");
        }

        [Function("Done")]
        public IResult Done([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("done");

        [LoggerMessage(LogLevel.Information, "a wave has begun")]
        private partial void LogBegun();
    }

    public sealed class Working(WorkInProgress work)
    {
        [Function("Work")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text($"{work.Count}");
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Waiting(Gate gate)
    {
        [Function("Wait")]
        public async Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, CancellationToken cancellation)
        {
            using (cancellation.Register(() => gate.Cancelled.TrySetResult()))
            {
                gate.Entered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
        }
    }
}
