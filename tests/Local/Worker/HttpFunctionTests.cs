using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Local.Worker;

public sealed class HttpFunctionTests
{
    private const string NoPrefix = """{ "extensions": { "http": { "routePrefix": "" } } }""";

    [Fact]
    public async Task A_function_answers_under_the_prefix_api_by_its_name()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal("hello", await app.GetStringAsync("/api/Greeting"));
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("/Greeting"));
    }

    [Theory]
    [InlineData(NoPrefix, "/Greeting")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "office/v1" } } }""", "/office/v1/Greeting")]
    public async Task Host_json_sets_the_prefix(string hostJson, string path)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)) { HostJson = hostJson });

        Assert.Equal("hello", await app.GetStringAsync(path));
    }

    [Fact]
    public async Task A_setting_overrides_host_json()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages))
        {
            HostJson = NoPrefix,
            Arguments = ["--AzureFunctionsJobHost:extensions:http:routePrefix=other"],
        });

        Assert.Equal("hello", await app.GetStringAsync("/other/Greeting"));
    }

    [Fact]
    public async Task Only_the_methods_named_reach_a_function()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        using HttpResponseMessage wrong = await app.Client.DeleteAsync("/api/orders/7");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);

        using HttpResponseMessage any = await app.Client.DeleteAsync("/api/Greeting");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task Parameters_come_from_the_route_then_the_query_then_their_default()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal("7 open 10 -", await app.GetStringAsync("/api/orders/7?state=open&id=9"));
        Assert.Equal("7  3 2026-04-01", await app.GetStringAsync("/api/orders/7?limit=3&since=2026-04-01"));
    }

    [Fact]
    public async Task A_route_constraint_that_fails_is_not_found()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("/api/orders/seven"));
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_fails_the_run_and_is_not_logged()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal(HttpStatusCode.InternalServerError, await app.StatusAsync("/api/orders/7?limit=secret-value"));
        Assert.DoesNotContain(app.Log.Lines, line => line.Category.Contains("Functions.Worker", StringComparison.Ordinal)
            && line.Text.Contains("secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_is_read_as_json_whatever_the_case_of_its_names()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        using HttpResponseMessage response = await app.Client.PostAsync("/api/choose", new StringContent("""{"PRODUCT":"paypay","yen":1200}"""));

        Assert.Equal("""{"product":"paypay","yen":1201}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_not_json_fails_the_run()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        using HttpResponseMessage response = await app.Client.PostAsync("/api/choose", new StringContent("{"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/results/iresult", HttpStatusCode.Conflict, "taken")]
    [InlineData("/api/results/action", HttpStatusCode.Accepted, "queued")]
    [InlineData("/api/results/nothing", HttpStatusCode.OK, "")]
    [InlineData("/api/results/written", HttpStatusCode.Created, "by hand")]
    [InlineData("/api/results/failure", HttpStatusCode.InternalServerError, "")]
    public async Task What_a_function_returns_becomes_the_response(string path, HttpStatusCode status, string body)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Results)));

        using HttpResponseMessage response = await app.Client.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_run_gets_an_object_of_its_own_and_scoped_services_that_end_with_it()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Counting))
        {
            Configure = builder => builder.Services.AddScoped<Scoped>(),
        });

        await app.GetStringAsync("/api/Count");
        await app.GetStringAsync("/api/Count");

        Assert.Equal(["run 1", "object gone", "scope gone", "run 1", "object gone", "scope gone"], app.Journal.Lines);
    }

    [Fact]
    public async Task A_failure_is_logged_with_the_functions_name()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Results)));

        await app.StatusAsync("/api/results/failure");

        Assert.Contains(app.Log.Lines, line => line.Text.Equals("HTTP function Failure failed.", StringComparison.Ordinal));
    }

    public sealed record Choice(string Product, int Yen);

    public static class Pages
    {
        [Function("Greeting")]
        public static string Greet([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "hello";

        [Function("Orders")]
        public static async Task<IResult> Orders(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "orders/{id:int}")] HttpRequest request,
            int id,
            string? state,
            DateOnly? since,
            CancellationToken cancellation,
            int limit = 10)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            string from = since is { } day ? $"{day:yyyy-MM-dd}" : state is null ? "" : "-";
            return Microsoft.AspNetCore.Http.Results.Text($"{id} {state} {limit} {from}");
        }

        [Function("Choose")]
        public static ValueTask<Choice> Choose(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "choose")] HttpRequest request, [Microsoft.Azure.Functions.Worker.Http.FromBody] Choice choice) =>
            ValueTask.FromResult(choice with { Yen = choice.Yen + 1 });
    }

    public sealed class Results
    {
        [Function("IResult")]
        public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/iresult")] HttpRequest request) =>
            Microsoft.AspNetCore.Http.Results.Text("taken", statusCode: 409);

        [Function("Action")]
        public Task<IActionResult> Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/action")] HttpRequest request) =>
            Task.FromResult<IActionResult>(new AcceptedResult(location: (string?)null, "queued"));

        [Function("Nothing")]
        public Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/nothing")] HttpRequest request) =>
            Task.CompletedTask;

        [Function("Written")]
        public async Task Written([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/written")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = 201;
            await request.HttpContext.Response.WriteAsync("by hand");
        }

        [Function("Failure")]
        public IResult Failure([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/failure")] HttpRequest request)
        {
            request.HttpContext.Response.Headers["X-Half-Done"] = "yes";
            throw new InvalidOperationException("broken");
        }
    }

    public sealed class Scoped(Journal journal) : IDisposable
    {
        public void Dispose() => journal.Add("scope gone");
    }

    public sealed class Counting(Journal journal, Scoped scoped) : IDisposable
    {
        private int _runs;

        [Function("Count")]
        public void Count([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            Assert.Same(scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>());
            journal.Add($"run {++_runs}");
        }

        public void Dispose() => journal.Add("object gone");
    }
}
