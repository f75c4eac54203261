using System.Text.Json;

namespace Compensation.Local.Host.Functions;

/// <summary>One binding of a function, as its metadata states it.</summary>
internal sealed record FunctionBinding
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>The parameter's name.</summary>
    public required string Name { get; init; }

    /// <summary>For example <c>httpTrigger</c> or <c>durableClient</c>.</summary>
    public required string Type { get; init; }

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    public string? AuthLevel { get; init; }

    public IReadOnlyList<string>? Methods { get; init; }

    public string? Route { get; init; }

    public string? Schedule { get; init; }

    public bool? RunOnStartup { get; init; }

    public bool? UseMonitor { get; init; }

    public string? Orchestration { get; init; }

    public string? Activity { get; init; }

    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    public static FunctionBinding Read(string json) => JsonSerializer.Deserialize<FunctionBinding>(json, Format)!;
}
