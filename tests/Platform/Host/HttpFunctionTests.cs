using System.Net;
using Compensation.Platform.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Platform.Tests.Host;

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

    /// <summary>Another method finds nothing, as on Azure, whose host has no 405.</summary>
    [Fact]
    public async Task Only_the_methods_named_reach_a_function()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        using HttpResponseMessage wrong = await app.Client.DeleteAsync("/api/orders/7");
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        Assert.Empty(wrong.Content.Headers.Allow);

        using HttpResponseMessage any = await app.Client.DeleteAsync("/api/Greeting");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task Parameters_come_from_the_route_before_the_query()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal("7 open", await app.GetStringAsync("/api/orders/7?state=open&id=9"));
        Assert.Equal("7 ", await app.GetStringAsync("/api/orders/7"));
    }

    [Fact]
    public async Task A_route_constraint_that_fails_is_not_found()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)));

        Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("/api/orders/seven"));
    }

    [Theory]
    [InlineData("/api/results/iresult", HttpStatusCode.Conflict, "taken")]
    [InlineData("/api/results/action", HttpStatusCode.Accepted, "\"queued\"")]
    [InlineData("/api/results/nothing", HttpStatusCode.OK, "")]
    [InlineData("/api/results/written", HttpStatusCode.Created, "by hand")]
    [InlineData("/api/results/failure", HttpStatusCode.InternalServerError, "")]
    public async Task What_a_function_returns_becomes_the_response(string path, HttpStatusCode status, string body)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Outcomes)));

        using HttpResponseMessage response = await app.Client.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body.Trim('"'), (await response.Content.ReadAsStringAsync()).Trim('"'));
        Assert.False(response.Headers.Contains("X-Half-Done"));
    }

    [Fact]
    public async Task A_failure_is_logged_with_the_functions_name_and_without_the_words_that_may_be_a_persons()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Outcomes)));

        await app.StatusAsync("/api/results/failure");

        Assert.Contains(app.Log.Lines, line => line.Category.StartsWith("Compensation.Local.Host", StringComparison.Ordinal)
            && line.Text.StartsWith("HTTP function Failure failed with System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Category.StartsWith("Compensation.Local.Host", StringComparison.Ordinal) && line.Text.Contains("090-1234", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_that_fails_halfway_is_cut_off()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Outcomes)));

        await Assert.ThrowsAsync<HttpRequestException>(() => app.GetStringAsync("/api/results/half"));
    }

    [Theory]
    [InlineData(29, null, HttpStatusCode.OK)]
    [InlineData(31, null, HttpStatusCode.InternalServerError)]
    [InlineData(31, "32", HttpStatusCode.OK)]
    public async Task A_body_is_taken_up_to_the_workers_limit_which_a_function_may_raise(int megabytes, string? raiseTo, HttpStatusCode expected)
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)) { Settings = { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "50000000" } });
        using StreamContent body = new(new MemoryStream(new byte[megabytes * 1_000_000]));
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/size?raiseTo={raiseTo}") { Content = body };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await app.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task No_function_raises_the_limit_of_a_body_above_the_hosts()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Pages)) { Settings = { ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "50000000" } });

        using HttpResponseMessage response = await app.Client.PostAsync("/api/size?raiseTo=1024", null);

        Assert.Equal("50000000", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_run_gets_an_object_of_its_own_and_scoped_services_that_end_with_it()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Counting))
        {
            Configure = builder => builder.Services.AddScoped<Scoped>(),
        });

        await app.StatusAsync("/api/Count");
        await app.StatusAsync("/api/Count");

        Assert.Equal(2, app.Journal.Lines.Count(line => line is "run 1"));
        Assert.Equal(2, app.Journal.Lines.Count(line => line is "scope gone"));
    }

    public static class Pages
    {
        [Function("Greeting")]
        public static IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("hello");

        [Function("Orders")]
        public static async Task<IResult> Orders(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "orders/{id:int}")] HttpRequest request, int id, string? state, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return Results.Text($"{id} {state}");
        }

        [Function("Size")]
        public static async Task<IResult> Size([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "size")] HttpRequest request, string? raiseTo)
        {
            IHttpMaxRequestBodySizeFeature limit = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!;
            if (raiseTo is { Length: > 0 })
                limit.MaxRequestBodySize = int.Parse(raiseTo, null) * 1_000_000L;
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Text($"{limit.MaxRequestBodySize}");
        }
    }

    public sealed class Outcomes
    {
        [Function("IResult")]
        public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/iresult")] HttpRequest request) =>
            Results.Text("taken", statusCode: 409);

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
            throw new InvalidOperationException("nobody has 090-1234");
        }

        [Function("Half")]
        public async Task Half([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/half")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("broken");
        }
    }

    public sealed class Scoped(Journal journal) : IDisposable
    {
        public void Dispose() => journal.Add("scope gone");
    }

    public sealed class Counting(Journal journal, Scoped scoped)
    {
        private int _runs;

        [Function("Count")]
        public void Count([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            Assert.Same(scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>());
            journal.Add($"run {++_runs}");
        }
    }
}
