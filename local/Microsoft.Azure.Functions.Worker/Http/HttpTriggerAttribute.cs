using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function by an HTTP request.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    public HttpTriggerAttribute()
    {
    }

    /// <param name="methods">The HTTP methods; none means all.</param>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <param name="authLevel">Who may call.</param>
    /// <param name="methods">The HTTP methods; none means all.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the prefix; the function's name if not given.</summary>
    public string? Route { get; set; }

    public AuthorizationLevel AuthLevel { get; } = AuthorizationLevel.Function;

    public string[]? Methods { get; }
}
