using System.Globalization;
using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Notices.Text;

/// <summary>What stands in for each placeholder; made only for those that a text names.</summary>
internal static class NoticeValues
{
    public static Func<string, string> For(Campaign campaign, Yen amount, string link, ReceiptNumber? receipt = null, Language language = Language.Japanese) => placeholder => placeholder switch
    {
        "link" => link,
        "amount" => language.Say(amount.ToString(), string.Create(CultureInfo.InvariantCulture, $"{amount.Amount:N0} yen")),
        "points" => amount.Amount.ToString("N0", CultureInfo.InvariantCulture),
        "programme" => campaign.ProgrammeIn(language),
        "office" => campaign.OfficeIn(language),
        "products" => language.Say(
            string.Join('\n', campaign.Products.Select(product => $"・{product.Name}")), string.Join(", ", campaign.Products.Select(product => product.English?.Name ?? product.Name))),
        "deadline" => language.LastMinuteBefore(campaign.ReceiptEndsAt),
        "deadlineShort" => campaign.ReceiptEndsAt.AddMinutes(-1).ToJapan().ToString(language.Say("M/d", "d MMM"), CultureInfo.InvariantCulture),
        "site" => campaign.ApplicationSite?.Name ?? string.Empty,
        "receiptNumber" => receipt?.Spoken ?? string.Empty,
        "transfersEnd" => language.LastMinuteBefore(campaign.BooksCloseAt),
        "emailSender" => campaign.Senders.Email,
        "smsSender" => campaign.Senders.SmsDisplay,
        "callCentre" => campaign.CallCentre.Name,
        "callCentrePhone" => campaign.CallCentre.Phone,
        "callCentreHours" => campaign.CallCentre.Hours,
        _ => throw new ArgumentOutOfRangeException(nameof(placeholder), placeholder, "is not a known placeholder."),
    };
}
