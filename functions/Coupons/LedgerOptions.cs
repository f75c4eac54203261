using System.ComponentModel.DataAnnotations;

namespace Compensation.Coupons;

/// <summary>How files for one ledger get along with each other and with the cutoff. Section <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>For how long an import that has fallen silent still counts as one under way, on another machine than its own. It says three times as often that it is there.</summary>
    [Range(1, 60)]
    public int LeaseMinutes { get; init; } = 2;

    /// <summary>For how long a file waits for another one's turn to end before it is refused.</summary>
    [Range(0, 600)]
    public int PatienceSeconds { get; init; } = 30;

    /// <summary>For how long after the cutoff an import that began before it holds the seal up. Then it is shut out, and nothing of it counts.</summary>
    [Range(1, 1440)]
    public int HoldSealMinutes { get; init; } = 60;
}
