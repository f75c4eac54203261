using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Compensation.Tests.Local.Worker;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_around_the_function_in_the_order_in_which_it_was_added()
    {
        await using FunctionsApp app = await StartAsync(builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                Journal(context).Add("inner in");
                await next();
                Journal(context).Add("inner out");
            });
        });

        Assert.Equal("one", await app.GetStringAsync("/api/One"));

        Assert.Equal(["outer in", "inner in", "function", "inner out", "outer out"], app.Journal.Lines);
    }

    [Fact]
    public async Task UseWhen_picks_the_runs()
    {
        await using FunctionsApp app = await StartAsync(builder =>
            builder.UseWhen<Outer>(context => context.FunctionDefinition.Name is "Two"));

        await app.GetStringAsync("/api/One");
        await app.GetStringAsync("/api/Two");

        Assert.Equal(["function", "outer in", "function", "outer out"], app.Journal.Lines);
    }

    [Fact]
    public async Task Middleware_can_answer_in_the_functions_place()
    {
        await using FunctionsApp app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status403Forbidden);
            return Task.CompletedTask;
        }));

        Assert.Equal(HttpStatusCode.Forbidden, await app.StatusAsync("/api/One"));
        Assert.Empty(app.Journal.Lines);
    }

    [Fact]
    public async Task Middleware_can_replace_what_the_function_returned()
    {
        await using FunctionsApp app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            InvocationResult result = context.GetInvocationResult();
            result.Value = $"{result.Value}, changed";
        }));

        Assert.Equal("one, changed", await app.GetStringAsync("/api/One"));
    }

    [Fact]
    public async Task Middleware_sees_the_request_and_hands_things_on()
    {
        await using FunctionsApp app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.Items["caller"] = context.GetHttpContext()!.Request.Headers["X-Caller"].ToString();
            context.Features.Set(new Operator("Sato"));
            return next();
        }));
        app.Client.DefaultRequestHeaders.Add("X-Caller", "desk 3");

        Assert.Equal("desk 3, Sato, Three, shard=5", await app.GetStringAsync("/api/three/5"));
    }

    [Fact]
    public async Task Middleware_that_was_added_before_the_web_application_sees_no_request()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Functions))
        {
            Web = false,
            Configure = builder =>
            {
                builder.UseMiddleware((context, next) =>
                {
                    Journal(context).Add(context.GetHttpContext() is null ? "none" : "some");
                    return next();
                });
                builder.ConfigureFunctionsWebApplication();
            },
        });

        await app.GetStringAsync("/api/One");

        Assert.Equal(["none", "function"], app.Journal.Lines);
    }

    private static Task<FunctionsApp> StartAsync(Action<FunctionsApplicationBuilder> configure) =>
        FunctionsApp.StartAsync(new(typeof(Functions)) { Configure = configure });

    private static Journal Journal(FunctionContext context) => context.InstanceServices.GetRequiredService<Journal>();

    private sealed record Operator(string Name);

    public sealed class Outer(Journal journal) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            journal.Add("outer in");
            await next(context);
            journal.Add("outer out");
        }
    }

    public sealed class Functions(Journal journal)
    {
        [Function("One")]
        public string One([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            journal.Add("function");
            return "one";
        }

        [Function("Two")]
        public void Two([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => journal.Add("function");

        [Function("Three")]
        public string Three([HttpTrigger(AuthorizationLevel.Anonymous, Route = "three/{shard}")] HttpRequest request, FunctionContext context) =>
            $"{context.Items["caller"]}, {context.Features.Get<Operator>()!.Name}, {context.FunctionDefinition.Name}, "
            + $"shard={context.BindingContext.BindingData["shard"]}";
    }
}
