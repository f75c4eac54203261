using Azure.Data.Tables;
using Compensation.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>
/// Puts a functions app together. Here the app and its host are one process: what this builds listens for HTTP and events,
/// watches the timers and runs the orchestrations itself.
/// </summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly HostJson _hostJson;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    internal FunctionsApplicationBuilder(string[] args)
    {
        string root = HostSettings.FindContentRoot(args);
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = root,
            EnvironmentName = HostSettings.EnvironmentName,
        });
        HostSettings.AddTo(_web.Configuration, root, args);
        _hostJson = new HostJson(root, _web.Configuration);
        _web.WebHost.UseKestrel(kestrel => kestrel.AddServerHeader = false);
        _web.Services.AddRouting();
        _web.Logging
            .AddConfiguration(_hostJson.Logging)
            .AddConfiguration(_web.Configuration.GetSection("Logging"))
            .AddSimpleConsole(console => console.SingleLine = true);
    }

    public IServiceCollection Services => _web.Services;

    /// <summary>The app's settings: local.settings.json, above it the environment, above that the command line.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    internal bool ServesWebFunctions { get; set; }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Finds the functions, checks them, and makes the host that runs them.</summary>
    /// <exception cref="FunctionWorkerException">A function is wrong; the message names each one with its parameter.</exception>
    public IHost Build()
    {
        List<string> errors = [];
        IReadOnlyList<Function> functions = new FunctionReader(errors).Read(FunctionDiscovery.Methods(Services));
        IReadOnlyList<HttpRoute> routes = HttpRoute.Read(functions, _hostJson.RoutePrefix, errors);
        IReadOnlyList<ScheduledFunction> timers = ScheduledFunction.Read(functions, Configuration, errors);
        if (routes.Count > 0 && !ServesWebFunctions)
            errors.Add("The app has HTTP functions: call ConfigureFunctionsWebApplication() on its builder.");
        if (errors.Count > 0)
            throw new FunctionWorkerException($"The functions app cannot start.{string.Concat(errors.Select(error => $"\n- {error}"))}");

        WebApplication? app = null;
        AddServices(functions, timers, () => app!.Services);
        app = _web.Build();
        app.Use(HoldWork(app.Services.GetService<WorkInProgress>()));
        ActivatorUtilities.CreateInstance<HttpEndpoints>(app.Services).Map(app, routes);
        return app;
    }

    private void AddServices(IReadOnlyList<Function> functions, IReadOnlyList<ScheduledFunction> timers, Func<IServiceProvider> running)
    {
        Services.AddSingleton<FunctionKeys>();
        Services.AddSingleton(services => new FunctionRunner(Pipeline(), services.GetRequiredService<IServiceScopeFactory>()));
        if (Configuration["AzureWebJobsStorage"] is { Length: > 0 } storage)
            Services.TryAddSingleton(_ => new TableServiceClient(storage));
        Services.AddDurableFunctions(functions, _hostJson, running);
        if (timers.Count > 0)
        {
            Services.AddHostedService(services => new TimerService(
                timers,
                services.GetRequiredService<FunctionRunner>(),
                services.GetService<TableServiceClient>() is { } tables ? new TimerStatusTable(tables, _hostJson.HubName) : null,
                services.GetService<TimeProvider>() ?? TimeProvider.System,
                services.GetService<WorkInProgress>(),
                services.GetRequiredService<ILogger<TimerService>>()));
        }
    }

    private FunctionExecutionDelegate Pipeline() =>
        Enumerable.Reverse(_middleware).Aggregate((FunctionExecutionDelegate)Function.ExecuteAsync, (next, middleware) => middleware(next));

    /// <summary>A request counts as work under way until its response has been handed over completely.</summary>
    private static Func<RequestDelegate, RequestDelegate> HoldWork(WorkInProgress? work) => next => work is null
        ? next
        : async http =>
        {
            using (work.Begin())
            {
                await next(http);
                await http.Response.CompleteAsync();
            }
        };
}
