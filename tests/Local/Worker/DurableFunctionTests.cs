using System.Net.Http.Json;
using Compensation.Local;
using Compensation.Local.Tables;
using Compensation.Rehearsal.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Compensation.Tests.Local.Worker;

public sealed class DurableFunctionTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_orchestration_that_an_http_function_starts_runs_its_activities_to_the_end()
    {
        await using FunctionsApp app = await StartAsync();

        OrchestrationMetadata done = await RunAsync(app, new Plan("kumamoto", 3));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(new Outcome("kumamoto", 6, done.InstanceId), done.ReadOutputAs<Outcome>());
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities()
    {
        await using FunctionsApp app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            context.InstanceServices.GetRequiredService<Journal>().Add(context.FunctionDefinition.Name);
            await next();
        }));

        await RunAsync(app, new Plan("kumamoto", 1));

        Assert.Contains(app.Journal.Lines, name => name is "Campaign");
        Assert.Contains(app.Journal.Lines, name => name is "Double");
    }

    [Fact]
    public async Task An_activity_that_fails_fails_its_orchestration()
    {
        await using FunctionsApp app = await StartAsync();

        OrchestrationMetadata done = await RunAsync(app, new Plan("nowhere", 1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("no such office", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_of_orchestrations_follow_the_hosts_clock()
    {
        var work = new WorkInProgress();
        var clock = new VirtualClock(new DateTimeOffset(2026, 3, 31, 15, 0, 0, TimeSpan.Zero), work);
        await using FunctionsApp app = await StartAsync(builder =>
        {
            builder.Services.AddSingleton(work);
            builder.Services.AddSingleton<TimeProvider>(clock);
        });
        var client = app.Services.GetRequiredService<DurableTaskClient>();

        string id = await client.ScheduleNewOrchestrationInstanceAsync("Wait", 60);
        Task<OrchestrationMetadata> done = client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await clock.RunAsync(() => done.IsCompleted);

        Assert.Equal(new DateTime(2026, 5, 30, 15, 0, 0, DateTimeKind.Utc), (await done).ReadOutputAs<DateTime>());
    }

    private Task<FunctionsApp> StartAsync(Action<Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder>? configure = null) =>
        FunctionsApp.StartAsync(new(typeof(Functions), typeof(Activities))
        {
            HostJson = """{ "extensions": { "durableTask": { "hubName": "Tests", "maxConcurrentActivityFunctions": 2 } } }""",
            Configure = builder =>
            {
                builder.Services.AddSingleton(_store.Connect());
                configure?.Invoke(builder);
            },
        });

    private static async Task<OrchestrationMetadata> RunAsync(FunctionsApp app, Plan plan)
    {
        using HttpResponseMessage started = await app.Client.PostAsJsonAsync("/api/campaigns", plan);
        string id = await started.Content.ReadAsStringAsync();
        return await app.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
    }

    public sealed record Plan(string Office, int People);

    public sealed record Outcome(string Office, int Yen, string Id);

    public static class Functions
    {
        [Function("Start")]
        public static async Task<IResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns")] HttpRequest request,
            [Microsoft.Azure.Functions.Worker.Http.FromBody] Plan plan,
            [DurableClient] DurableTaskClient client) =>
            Microsoft.AspNetCore.Http.Results.Text(await client.ScheduleNewOrchestrationInstanceAsync("Campaign", plan));

        [Function("Campaign")]
        public static async Task<Outcome> Campaign([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan)
        {
            int yen = await context.CallActivityAsync<int>("Double", plan);
            string id = await context.CallActivityAsync<string>("Caller");
            return new Outcome(plan.Office, yen, id);
        }

        [Function("Wait")]
        public static async Task<DateTime> Wait([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CreateTimer(TimeSpan.FromDays(context.GetInput<int>()), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }
    }

    public sealed class Activities(IHostEnvironment environment)
    {
        [Function("Double")]
        public Task<int> Double([ActivityTrigger] Plan plan, FunctionContext context, CancellationToken cancellation)
        {
            Assert.NotNull(environment.ContentRootPath);
            Assert.Equal("activityTrigger", context.FunctionDefinition.InputBindings["plan"].Type);
            cancellation.ThrowIfCancellationRequested();
            return plan.Office is "nowhere"
                ? throw new InvalidOperationException("no such office")
                : Task.FromResult(plan.People * 2);
        }

        [Function("Caller")]
        public string Caller([ActivityTrigger] object? nothing, string instanceId) => nothing is null ? instanceId : "";
    }
}
