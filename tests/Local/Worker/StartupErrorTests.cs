using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Compensation.Tests.Local.Worker;

public sealed class StartupErrorTests
{
    [Theory]
    [InlineData(typeof(SameName), "Function 'again' exists twice", "SameName.One")]
    [InlineData(typeof(BadName), "Function '1st'", "a name is a letter")]
    [InlineData(typeof(NoTrigger), "Function 'Idle'", "0 triggers")]
    [InlineData(typeof(TwoTriggers), "Function 'Both'", "2 triggers")]
    [InlineData(typeof(WrongTriggerType), "Function 'Wrong', parameter 'timer' of type String", "a TimerInfo was expected")]
    [InlineData(typeof(UnknownParameter), "Function 'Odd', parameter 'client' of type HttpClient", "httpTrigger")]
    [InlineData(typeof(BadCron), "Function 'Tick', parameter 'timer'", "\"every day\" is not an NCRONTAB expression")]
    [InlineData(typeof(NoSetting), "Function 'Tick', parameter 'timer'", "there is no setting 'TickSchedule'")]
    [InlineData(typeof(BadRoute), "Function 'Lost'", "\"api/{a}/{a}\" is not a route template")]
    [InlineData(typeof(SameRoute), "Function 'Second'", "those of function 'First' too")]
    [InlineData(typeof(AsyncVoid), "Function 'Fire'", "must return a task")]
    [InlineData(typeof(Hidden), "Function 'Hidden'", "must be public")]
    [InlineData(typeof(TwoInputs), "Function 'Plan', parameter 'second'", "orchestrationTrigger")]
    public async Task A_wrong_function_stops_the_start_and_is_named(Type type, string name, string reason)
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(() => FunctionsApp.StartAsync(new(type)));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(AdminRoute))]
    [InlineData(typeof(RuntimeRoute))]
    public async Task The_hosts_own_routes_are_refused_as_on_azure(Type type)
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(() => FunctionsApp.StartAsync(new(type)
        {
            HostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""",
        }));

        Assert.Contains("conflicts with the host's own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(() => FunctionsApp.StartAsync(new(typeof(BadCron), typeof(BadRoute))));

        Assert.Contains("'Tick'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Lost'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_functions_need_the_web_application()
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(
            () => FunctionsApp.StartAsync(new(typeof(AuthorizationTests.Guarded)) { Web = false }));

        Assert.Contains("ConfigureFunctionsWebApplication()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_time_zone_is_named()
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(() => FunctionsApp.StartAsync(new(typeof(GoodCron))
        {
            Arguments = ["--WEBSITE_TIME_ZONE=Nowhere Time"],
        }));

        Assert.Contains("'Nowhere Time'", error.Message, StringComparison.Ordinal);
    }

    public static class SameName
    {
        [Function("Again")]
        public static void One([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Assert.NotNull(timer);

        [Function("again")]
        public static void Two([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class BadName
    {
        [Function("1st")]
        public static void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class NoTrigger
    {
        [Function("Idle")]
        public static void Run(FunctionContext context) => Assert.NotNull(context);
    }

    public static class TwoTriggers
    {
        [Function("Both")]
        public static void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer, [HttpTrigger] HttpRequest request) => Assert.NotNull(timer);
    }

    public static class WrongTriggerType
    {
        [Function("Wrong")]
        public static void Run([TimerTrigger("0 0 0 * * *")] string timer) => Assert.NotNull(timer);
    }

    public static class UnknownParameter
    {
        [Function("Odd")]
        public static void Run([HttpTrigger] HttpRequest request, HttpClient client) => Assert.NotNull(client);
    }

    public static class BadCron
    {
        [Function("Tick")]
        public static void Run([TimerTrigger("every day")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class GoodCron
    {
        [Function("Tick")]
        public static void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class NoSetting
    {
        [Function("Tick")]
        public static void Run([TimerTrigger("%TickSchedule%")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class BadRoute
    {
        [Function("Lost")]
        public static void Run([HttpTrigger(Route = "{a}/{a}")] HttpRequest request) => Assert.NotNull(request);
    }

    public static class AdminRoute
    {
        [Function("Desk")]
        public static void Run([HttpTrigger(Route = "admin/desk")] HttpRequest request) => Assert.NotNull(request);
    }

    public static class RuntimeRoute
    {
        [Function("Desk")]
        public static void Run([HttpTrigger(Route = "/Runtime/desk")] HttpRequest request) => Assert.NotNull(request);
    }

    public static class SameRoute
    {
        [Function("First")]
        public static void One([HttpTrigger("get", "post", Route = "r/{token}")] HttpRequest request) => Assert.NotNull(request);

        [Function("Second")]
        public static void Two([HttpTrigger("POST", Route = "R/{link}")] HttpRequest request) => Assert.NotNull(request);
    }

    public static class AsyncVoid
    {
        [Function("Fire")]
        public static async void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => await Task.FromResult(timer);
    }

    public static class Hidden
    {
        [Function("Hidden")]
        internal static void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class TwoInputs
    {
        [Function("Plan")]
        public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, int first, int second) => Task.FromResult(first + second);
    }
}
