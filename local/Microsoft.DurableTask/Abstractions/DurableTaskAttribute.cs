namespace Microsoft.DurableTask;

/// <summary>Names a class-based orchestrator or activity otherwise than by its class.</summary>
/// <param name="name">The name; null or empty means the class's own.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name that was given.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);
}
