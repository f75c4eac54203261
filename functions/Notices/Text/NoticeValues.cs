using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Text;

/// <summary>What stands in for each placeholder; made only for those that a text names.</summary>
internal static class NoticeValues
{
    public static Func<string, string> For(Campaign campaign, Yen amount, string link, ReceiptNumber? receipt = null) => placeholder => placeholder switch
    {
        "link" => link,
        "amount" => amount.ToString(),
        "points" => amount.Amount.ToString("N0", CultureInfo.InvariantCulture),
        "programme" => campaign.Programme,
        "office" => campaign.Office,
        "products" => string.Join('\n', campaign.Products.Select(product => $"・{product.Name}")),
        "deadline" => JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt),
        "deadlineShort" => campaign.ReceiptEndsAt.AddMinutes(-1).ToJapan().ToString("M/d", CultureInfo.InvariantCulture),
        "site" => campaign.ApplicationSite?.Name ?? string.Empty,
        "receiptNumber" => receipt?.Spoken ?? string.Empty,
        "transfersEnd" => JapanTime.LastMinuteBefore(campaign.BooksCloseAt),
        "emailSender" => campaign.Senders.Email,
        "smsSender" => campaign.Senders.SmsDisplay,
        "callCentre" => campaign.CallCentre.Name,
        "callCentrePhone" => campaign.CallCentre.Phone,
        "callCentreHours" => campaign.CallCentre.Hours,
        _ => throw new ArgumentOutOfRangeException(nameof(placeholder), placeholder, "is not a known placeholder."),
    };
}
