using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The context of one run. What is rarely asked for is made when asked for.</summary>
/// <param name="function">What runs.</param>
/// <param name="input">What the trigger brought; its type is the trigger's affair.</param>
/// <param name="services">The services of whoever owns a scope already (an HTTP request), or null to make a scope of its own.</param>
/// <param name="scopes">Makes that scope.</param>
/// <param name="cancellation">When the run is no longer wanted.</param>
internal sealed class FunctionRun(
    Function function, object? input, IServiceProvider? services, IServiceScopeFactory scopes, CancellationToken cancellation)
    : FunctionContext, IAsyncDisposable
{
    private readonly RunResult _result = new();
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services = services;
    private string? _id;
    private IDictionary<object, object>? _items;
    private RunFeatures? _features;

    public Function Function => function;

    public object? Input => input;

    public object? Result
    {
        get => _result.Value;
        set => _result.Value = value;
    }

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override CancellationToken CancellationToken => cancellation;

    public override TraceContext TraceContext => field ??= new CurrentTrace(Activity.Current);

    public override BindingContext BindingContext => field ??= new RunBindings(function.BindingData(input));

    public override RetryContext RetryContext => NoRetry.Instance;

    public override IInvocationFeatures Features => _features ??= new RunFeatures(_result);

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IServiceProvider InstanceServices
    {
        get
        {
            if (_services is null)
            {
                _scope = scopes.CreateAsyncScope();
                _services = _scope.Value.ServiceProvider;
            }

            return _services;
        }
        set => _services = value;
    }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class RunResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class RunBindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class CurrentTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? "";

        public override string TraceState => activity?.TraceStateString ?? "";
    }

    /// <summary>Neither HTTP nor timer nor Event Grid functions are run again by the host; activities are retried as new runs.</summary>
    private sealed class NoRetry : RetryContext
    {
        public static NoRetry Instance { get; } = new();

        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
