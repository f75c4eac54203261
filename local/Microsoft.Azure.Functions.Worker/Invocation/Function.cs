using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes one parameter's value for one run.</summary>
internal delegate ValueTask<object?> ParameterBinder(FunctionRun run);

/// <summary>Calls a function's method: the object (null for a static one) and the arguments in order.</summary>
internal delegate ValueTask<object?> MethodCall(object? instance, object?[] arguments);

/// <summary>A function, ready to run.</summary>
internal sealed class Function(
    FunctionDefinition definition,
    MethodInfo method,
    TriggerBindingAttribute trigger,
    TriggerBinding binding,
    ObjectFactory? createInstance,
    ParameterBinder[] parameters,
    MethodCall call)
{
    public string Name => definition.Name;

    public FunctionDefinition Definition => definition;

    public MethodInfo Method => method;

    public string TriggerParameter => definition.InputBindings.Keys.Single();

    public TriggerBindingAttribute Trigger => trigger;

    public IReadOnlyDictionary<string, object?> BindingData(object? input) => binding.Data(input);

    /// <summary>The innermost step of the pipeline.</summary>
    public static Task ExecuteAsync(FunctionContext context) =>
        context is FunctionRun run
            ? run.Function.ExecuteAsync(run)
            : throw new InvalidOperationException("Middleware must hand on the context that it was given.");

    private async Task ExecuteAsync(FunctionRun run)
    {
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = await parameters[i](run);

        object? instance = createInstance?.Invoke(run.InstanceServices, null);
        try
        {
            run.Result = await call(instance, arguments);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (instance as IDisposable)?.Dispose();
        }
    }
}
