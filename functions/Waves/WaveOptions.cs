using System.ComponentModel.DataAnnotations;

namespace Compensation.Waves;

/// <summary>How waves walk. Section <c>Waves</c>.</summary>
public sealed class WaveOptions
{
    public const string Section = "Waves";

    /// <summary>Entitlements per page: one query, one activity.</summary>
    [Range(1, 1000)]
    public int PageSize { get; init; } = 500;

    /// <summary>Shards walked side by side.</summary>
    [Range(1, 64)]
    public int Lanes { get; init; } = 4;
}
