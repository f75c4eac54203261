using System.ComponentModel.DataAnnotations;

namespace Compensation.Common.Files;

/// <summary>How files that come in at once get along with each other. Section <c>Imports</c>; what stands in <c>Ledger</c> counts where that is silent.</summary>
public sealed class ImportOptions
{
    public const string Section = "Imports";

    /// <summary>For how long an import that has fallen silent still counts as one under way, on another machine than its own. It says three times as often that it is there.</summary>
    [Range(1, 60)]
    public int LeaseMinutes { get; init; } = 2;

    /// <summary>For how long a file waits for another one's turn to end before it is refused.</summary>
    [Range(0, 600)]
    public int PatienceSeconds { get; init; } = 30;
}
