using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Closing;

/// <summary>Words instead of numbers in a report that outlives the code: <c>applicationResult</c>.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
