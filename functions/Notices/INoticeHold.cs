using Compensation.Common;

namespace Compensation.Notices;

/// <summary>Something that can hold all notices of a campaign, whatever wave sends them, beside the levers that each wave has.</summary>
public interface INoticeHold
{
    /// <summary>Whether nothing may be sent at present. Asked before each page.</summary>
    ValueTask<bool> HoldsAsync(CampaignId campaign, CancellationToken cancellationToken);
}
