using System.ComponentModel.DataAnnotations;

namespace Compensation.Coupons;

/// <summary>How files for one ledger get along with the cutoff. Section <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>For how long after the cutoff an import that began before it holds the seal up. Then it is shut out, and nothing of it counts.</summary>
    [Range(1, 1440)]
    public int HoldSealMinutes { get; init; } = 60;
}
