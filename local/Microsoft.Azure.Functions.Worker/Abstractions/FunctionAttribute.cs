namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function.</summary>
/// <param name="name">Unique in the app: a letter, then up to 127 letters, digits, '-' or '_'.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
