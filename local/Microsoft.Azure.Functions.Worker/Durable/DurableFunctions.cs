using System.Reflection;
using Compensation.Local;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Registers orchestrator and activity functions with the task hub's worker.</summary>
internal static class DurableFunctions
{
    /// <param name="services">The app's services.</param>
    /// <param name="functions">All of the app's functions.</param>
    /// <param name="host">The hub's name and limits.</param>
    /// <param name="running">The services, once they have been built.</param>
    public static void AddDurableFunctions(
        this IServiceCollection services, IReadOnlyList<Function> functions, HostJson host, Func<IServiceProvider> running)
    {
        IDurableTaskClientBuilder client = services.AddDurableTaskClient();
        services.Configure<TaskHubOptions>(client.Name, hub => Configure(hub, host));
        if (!functions.Any(function => function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute))
            return;

        IDurableTaskWorkerBuilder worker = services.AddDurableTaskWorker();
        services.Configure<TaskHubOptions>(worker.Name, hub => Configure(hub, host));
        worker.Configure(options =>
        {
            options.Concurrency.MaximumConcurrentActivityWorkItems = host.MaxConcurrentActivities ?? options.Concurrency.MaximumConcurrentActivityWorkItems;
            options.Concurrency.MaximumConcurrentOrchestrationWorkItems = host.MaxConcurrentOrchestrators ?? options.Concurrency.MaximumConcurrentOrchestrationWorkItems;
        });
        worker.AddTasks(tasks => Register(tasks, functions, running));
    }

    private static void Configure(TaskHubOptions hub, HostJson host)
    {
        hub.HubName = host.HubName;
        hub.ExtendedSessions = host.ExtendedSessions ?? hub.ExtendedSessions;
    }

    private static void Register(DurableTaskRegistry tasks, IReadOnlyList<Function> functions, Func<IServiceProvider> running)
    {
        foreach (Function function in functions)
        {
            if (function.Trigger is OrchestrationTriggerAttribute orchestration)
            {
                FunctionOrchestrator orchestrator = new(function, new Lazy<FunctionRunner>(() => running().GetRequiredService<FunctionRunner>()));
                tasks.AddOrchestrator(orchestration.Orchestration ?? function.Name, () => orchestrator);
            }
            else if (function.Trigger is ActivityTriggerAttribute activity)
            {
                tasks.AddActivity(activity.Activity ?? function.Name, services => new FunctionActivity(
                    function, services.GetRequiredService<FunctionRunner>(), services.GetRequiredService<IHostApplicationLifetime>()));
            }
        }
    }

    private sealed class FunctionOrchestrator(Function function, Lazy<FunctionRunner> runner) : ITaskOrchestrator
    {
        public Type InputType { get; } = function.Method.GetParameters()
            .FirstOrDefault(parameter => !parameter.IsDefined(typeof(OrchestrationTriggerAttribute)) && CommonBinding.Bind(parameter) is null)
            ?.ParameterType ?? typeof(object);

        public Type OutputType { get; } = MethodCompiler.ResultType(function.Method);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
            runner.Value.RunAsync(function, new OrchestratorInput(context, input), CancellationToken.None);
    }

    private sealed class FunctionActivity(Function function, FunctionRunner runner, IHostApplicationLifetime host) : ITaskActivity
    {
        public Type InputType { get; } = function.Method.GetParameters()
            .First(parameter => parameter.IsDefined(typeof(ActivityTriggerAttribute))) is { ParameterType: var type } && type != typeof(TaskActivityContext)
                ? type
                : typeof(object);

        public Type OutputType { get; } = MethodCompiler.ResultType(function.Method);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) =>
            runner.RunAsync(function, new ActivityInput(context, input), host.ApplicationStopping);
    }
}
