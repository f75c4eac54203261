using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Text;

/// <summary>
/// Refuses a start with a public address that makes any campaign's first SMS longer than one segment, or with a points award's SMS that is: a million people
/// would cost two million SMS.
/// </summary>
public sealed class IssueSmsFits(CampaignCatalog campaigns) : IValidateOptions<ReceiptSiteOptions>
{
    /// <summary>More than any coupon was worth, and more points than anybody earns.</summary>
    private static readonly Yen s_largestAmount = new(9_999_999);

    public ValidateOptionsResult Validate(string? name, ReceiptSiteOptions options)
    {
        string link = options.LinkTo(new string('A', ReceiptLinks.TokenLength));
        List<string> faults = [];
        foreach (Campaign campaign in campaigns.All.Where(campaign => campaign.Texts.Count > 0).OrderBy(campaign => campaign.Id.Value, StringComparer.Ordinal))
        {
            ComposedSms sms = NoticeComposer.Sms(campaign, s_largestAmount, link, campaign.FirstNotice());
            if (sms.Segments > 1)
            {
                faults.Add($"{CauseIn(campaign, options)} {sms.Text.Length} characters long; expected at most {SmsSegments.UnicodeSingle}, one segment.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string CauseIn(Campaign campaign, ReceiptSiteOptions options) => campaign.NotifiesGrants
        ? $"The SMS in {campaign.Id}.json, grantNotice.texts.sms, is with the most points"
        : $"{ReceiptSiteOptions.Section}:PublicBaseUrl '{options.PublicBaseUrl}' makes the SMS in {campaign.Id}.json, texts.issue.sms,";
}
