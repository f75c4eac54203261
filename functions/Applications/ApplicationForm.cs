using Compensation.Applications.Matching;
using Compensation.Applications.Typing;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>What an applicant states of himself. Personal data: kept encrypted, never logged.</summary>
/// <param name="Family">The family name, folded; one of the two names may be empty.</param>
/// <param name="Given">The given name, folded.</param>
public sealed record ApplicationForm(string Family, string Given)
{
    public string? PostalAddress { get; init; }

    /// <summary>Where he can be rung, national form.</summary>
    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>JIS code of the prefecture travelled to.</summary>
    public string? Prefecture { get; init; }

    public DateOnly? TravelDate { get; init; }

    /// <summary>Where code and link go: one proved way; none where an operator entered it for somebody who has neither.</summary>
    public Contact Delivery { get; init; } = new(null, null);

    /// <summary>What a campaign asks beyond these, by the field's id.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal string Name => NameFolding.Shown($"{Family} {Given}");

    internal StatedFacts Facts => new(Family, Given, TravelDate, Delivery.Phone, Prefecture) { RungAt = JapanesePhone.TryNormalise(Phone, out string? mobile) ? mobile : null };
}
