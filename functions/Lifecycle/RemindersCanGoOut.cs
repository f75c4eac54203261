using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

/// <summary>Refuses a start under which a reminder of a campaign's file would lapse before it began, or wait for the one before.</summary>
internal sealed class RemindersCanGoOut(CampaignCatalog campaigns) : IValidateOptions<NoticeOptions>
{
    public ValidateOptionsResult Validate(string? name, NoticeOptions options)
    {
        List<string> faults = [];
        foreach (Campaign campaign in campaigns.All)
        {
            faults.AddRange(campaign.Reminders.Where(at => at >= campaign.ReceiptEndsAt - options.ReminderLeadTime).Select(at =>
                $"{NoticeOptions.Section}:{nameof(NoticeOptions.ReminderLeadTime)} is {options.ReminderLeadTime}; the reminder of {campaign.Id} at {JapanTime.Stated(at)} would never go out."));
            faults.AddRange(campaign.Reminders.Zip(campaign.Reminders.Skip(1)).Where(pair => pair.Second - pair.First < options.ReminderSpacing).Select(pair =>
                $"{NoticeOptions.Section}:{nameof(NoticeOptions.ReminderSpacing)} is {options.ReminderSpacing}; the reminder of {campaign.Id} at {JapanTime.Stated(pair.Second)} follows the one before sooner."));
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
