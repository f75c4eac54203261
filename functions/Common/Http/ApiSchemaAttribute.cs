namespace Compensation.Common.Http;

/// <summary>How a value is written in JSON, for the description of the API: on types that have a converter of their own.</summary>
/// <param name="schema">A JSON Schema.</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class ApiSchemaAttribute(string schema) : Attribute
{
    public string Schema => schema;
}
