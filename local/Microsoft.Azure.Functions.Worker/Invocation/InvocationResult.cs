namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a run returned. Middleware may read and replace it after the function.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}

/// <inheritdoc/>
public abstract class InvocationResult : InvocationResult<object>;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the run returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        context.Features.Get<InvocationResult>()
        ?? throw new InvalidOperationException("This context does not belong to a run of the functions host.");
}
