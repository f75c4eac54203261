using Compensation.Local.Host;
using Compensation.Platform.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Platform.Tests.Host;

public sealed class StartErrorTests
{
    [Theory]
    [InlineData(typeof(SameName), "Function 'again' exists twice", "SameName.One")]
    [InlineData(typeof(BadName), "Function '1st'", "a name is a letter")]
    [InlineData(typeof(NoTrigger), "Function 'Idle'", "0 triggers")]
    [InlineData(typeof(TwoTriggers), "Function 'Both'", "2 triggers")]
    [InlineData(typeof(BadCron), "Function 'Tick', parameter 'timer'", "\"every day\" is not an NCRONTAB expression")]
    [InlineData(typeof(NoSetting), "Function 'Tick', parameter 'timer'", "there is no setting 'TickSchedule'")]
    [InlineData(typeof(BadRoute), "Function 'Lost'", "\"api/{a}/{a}\" is not a route template")]
    [InlineData(typeof(SameRoute), "Function 'Second'", "those of function 'First' too")]
    public async Task A_wrong_function_stops_the_start_and_is_named(Type type, string name, string reason)
    {
        HostStartException error = await Assert.ThrowsAsync<HostStartException>(() => FunctionsApp.StartAsync(new(type)));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(AdminRoute))]
    [InlineData(typeof(RuntimeRoute))]
    public async Task The_hosts_own_routes_are_refused_as_on_azure(Type type)
    {
        HostStartException error = await Assert.ThrowsAsync<HostStartException>(() => FunctionsApp.StartAsync(new(type)
        {
            HostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""",
        }));

        Assert.Contains("conflicts with the host's own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        HostStartException error = await Assert.ThrowsAsync<HostStartException>(() => FunctionsApp.StartAsync(new(typeof(BadCron), typeof(BadRoute))));

        Assert.Contains("'Tick'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Lost'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_time_zone_is_named()
    {
        HostStartException error = await Assert.ThrowsAsync<HostStartException>(() => FunctionsApp.StartAsync(new(typeof(GoodCron)) { Settings = { ["WEBSITE_TIME_ZONE"] = "Nowhere Time" } }));

        Assert.Contains("'Nowhere Time'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_number_in_the_settings_is_named()
    {
        HostStartException error = await Assert.ThrowsAsync<HostStartException>(() => FunctionsApp.StartAsync(new(typeof(GoodCron)) { Settings = { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "much" } }));

        Assert.Contains("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", error.Message, StringComparison.Ordinal);
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
}
