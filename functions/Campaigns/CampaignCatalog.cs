using System.Diagnostics.CodeAnalysis;
using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>All campaigns this installation knows, loaded and validated at start.</summary>
public sealed class CampaignCatalog
{
    private readonly Dictionary<CampaignId, Campaign> _byId;
    private readonly Dictionary<byte, Campaign> _byLinkCode;

    /// <exception cref="ArgumentException">Two campaigns share an id or a link code.</exception>
    public CampaignCatalog(IEnumerable<Campaign> campaigns)
    {
        _byId = campaigns.ToDictionary(campaign => campaign.Id);
        _byLinkCode = _byId.Values.ToDictionary(campaign => campaign.LinkCode);
    }

    public IReadOnlyCollection<Campaign> All => _byId.Values;

    /// <exception cref="KeyNotFoundException">There is no such campaign.</exception>
    public Campaign this[CampaignId id] => _byId.TryGetValue(id, out Campaign? campaign) ? campaign : throw new KeyNotFoundException($"There is no campaign '{id}'.");

    public bool TryFind(CampaignId id, [NotNullWhen(true)] out Campaign? campaign) => _byId.TryGetValue(id, out campaign);

    public bool TryFindByLinkCode(byte linkCode, [NotNullWhen(true)] out Campaign? campaign) => _byLinkCode.TryGetValue(linkCode, out campaign);
}
