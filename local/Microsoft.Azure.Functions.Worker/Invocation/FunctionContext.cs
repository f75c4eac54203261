using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One run of one function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract TraceContext TraceContext { get; }

    public abstract BindingContext BindingContext { get; }

    public abstract RetryContext RetryContext { get; }

    /// <summary>Services for this run; scoped ones live as long as the run.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Room for middleware to hand things on.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the run is no longer wanted: the host stops, or the HTTP caller is gone.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>What the trigger offers to parameters, by name.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

public abstract class RetryContext
{
    public abstract int RetryCount { get; }

    public abstract int MaxRetryCount { get; }
}

/// <summary>The distributed trace this run belongs to (W3C trace context).</summary>
public abstract class TraceContext
{
    public abstract string TraceParent { get; }

    public abstract string TraceState { get; }
}

/// <summary>Things by type that belong to one run.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    void Set<T>(T instance);

    T? Get<T>();
}

/// <summary>A function as discovered.</summary>
public abstract class FunctionDefinition
{
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    public abstract string PathToAssembly { get; }

    /// <summary>Namespace, type and method.</summary>
    public abstract string EntryPoint { get; }

    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>The trigger and the other inputs, by parameter name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
}

public abstract class BindingMetadata
{
    public abstract string Name { get; }

    /// <summary>For example <c>httpTrigger</c>, <c>timerTrigger</c>, <c>activityTrigger</c>.</summary>
    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}

public enum BindingDirection
{
    In = 0,
    Out = 1,
}

/// <summary>A function's parameter.</summary>
public class FunctionParameter(string name, Type type)
{
    public string Name { get; } = name;

    public Type Type { get; } = type;
}

/// <summary>Something is wrong with a function or its surroundings.</summary>
public class FunctionWorkerException : Exception
{
    public FunctionWorkerException(string message)
        : base(message)
    {
    }

    public FunctionWorkerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A parameter's value could not be made from what arrived.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    public FunctionInputConverterException(string message)
        : base(message)
    {
    }

    public FunctionInputConverterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
