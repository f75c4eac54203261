using System.ComponentModel.DataAnnotations;

namespace Compensation.Notices;

/// <summary>What messages cost, for previews. Section <c>Prices</c>; ask the provider, prices differ by contract.</summary>
public sealed class PriceOptions
{
    public const string Section = "Prices";

    /// <summary>Yen for one SMS segment.</summary>
    [Range(0, 1000)]
    public decimal YenPerSmsSegment { get; init; } = 10;

    /// <summary>Yen for one e-mail.</summary>
    [Range(0, 1000)]
    public decimal YenPerEmail { get; init; } = 0.05m;
}
