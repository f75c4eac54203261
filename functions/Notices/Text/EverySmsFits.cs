using Compensation.Campaigns;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Text;

/// <summary>
/// Refuses a start with a public address, or with words, that make any campaign's SMS longer than its file allows: a million people would cost two million SMS, or three.
/// </summary>
public sealed class EverySmsFits(CampaignCatalog campaigns) : IValidateOptions<ReceiptSiteOptions>
{
    public ValidateOptionsResult Validate(string? name, ReceiptSiteOptions options)
    {
        string link = options.LinkTo(new string('A', ReceiptLinks.TokenLength));
        string[] faults =
        [
            .. from campaign in campaigns.All.OrderBy(campaign => campaign.Id.Value, StringComparer.Ordinal)
               from sms in LongestSms.Of(campaign, link)
               where !sms.Fits
               select $"{CauseIn(campaign, sms, options)} {sms.Measure}.",
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string CauseIn(Campaign campaign, LongestSms sms, ReceiptSiteOptions options) => sms.HoldsLink
        ? $"{ReceiptSiteOptions.Section}:PublicBaseUrl '{options.PublicBaseUrl}' makes the SMS in {campaign.Id}.json, {sms.Field},"
        : $"The SMS in {campaign.Id}.json, {sms.Field}, is";
}
