using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Compensation.Common;

namespace Compensation.Campaigns;

/// <summary>All campaigns this installation knows, loaded and validated at start. What changes while it runs is the end of collecting alone.</summary>
public sealed class CampaignCatalog
{
    private readonly ConcurrentDictionary<CampaignId, Campaign> _byId;
    private readonly Dictionary<byte, CampaignId> _byLinkCode;
    private readonly CampaignId[] _order;

    /// <exception cref="ArgumentException">Two campaigns share an id or a link code.</exception>
    public CampaignCatalog(IEnumerable<Campaign> campaigns)
    {
        Dictionary<CampaignId, Campaign> byId = campaigns.ToDictionary(campaign => campaign.Id);
        _byId = new ConcurrentDictionary<CampaignId, Campaign>(byId);
        _order = [.. byId.Keys];
        _byLinkCode = byId.Values.ToDictionary(campaign => campaign.LinkCode, campaign => campaign.Id);
    }

    /// <summary>In the order of their files.</summary>
    public IReadOnlyCollection<Campaign> All => [.. _order.Select(id => _byId[id])];

    /// <exception cref="KeyNotFoundException">There is no such campaign.</exception>
    public Campaign this[CampaignId id] => _byId.TryGetValue(id, out Campaign? campaign) ? campaign : throw new KeyNotFoundException($"There is no campaign '{id}'.");

    public bool TryFind(CampaignId id, [NotNullWhen(true)] out Campaign? campaign) => _byId.TryGetValue(id, out campaign);

    public bool TryFindByLinkCode(byte linkCode, [NotNullWhen(true)] out Campaign? campaign)
    {
        campaign = null;
        return _byLinkCode.TryGetValue(linkCode, out CampaignId id) && _byId.TryGetValue(id, out campaign);
    }

    /// <summary>Sets until when a campaign's people may collect; never earlier than its file says. Whoever asks from now on is told so.</summary>
    internal void ExtendTo(CampaignId id, DateTimeOffset endsAt) => _byId.AddOrUpdate(
        id,
        _ => throw new KeyNotFoundException($"There is no campaign '{id}'."),
        (_, known) => endsAt <= known.PrintedReceiptEndsAt || endsAt == known.ReceiptEndsAt ? known : known with { ReceiptEndsAt = endsAt, ReceiptExtension = endsAt - known.PrintedReceiptEndsAt });
}
