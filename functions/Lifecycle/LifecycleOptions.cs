using System.ComponentModel.DataAnnotations;
using Compensation.Common;

namespace Compensation.Lifecycle;

/// <summary>Which campaigns this installation runs. Section <c>Lifecycle</c>.</summary>
public sealed class LifecycleOptions : IValidatableObject
{
    public const string Section = "Lifecycle";

    /// <summary>Ids of campaign files, separated by commas. Empty: none is run, and nothing is ever sent.</summary>
    public string Campaigns { get; init; } = string.Empty;

    public IEnumerable<CampaignId> CampaignIds => Names.Select(CampaignId.Parse);

    private string[] Names => Campaigns.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from name in Names
        where !CampaignId.TryParse(name, out _)
        select new ValidationResult($"{Section}:Campaigns names '{name}', which is not a campaign id.", [nameof(Campaigns)]);
}
