using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Foretells what people will be owed, while nobody is owed anything yet.</summary>
public interface IExpectedNeeds
{
    /// <returns>How many people would be owed each amount, as things stand; null where it is certain by now who is owed what.</returns>
    Task<IReadOnlyDictionary<Yen, long>?> FindAsync(Campaign campaign, CancellationToken cancellationToken);
}
