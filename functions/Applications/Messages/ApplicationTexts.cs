using System.Globalization;
using System.Text.Json;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices.Direct;
using Compensation.Notices.Text;

namespace Compensation.Applications.Messages;

/// <summary>What applicants are told: in the campaign file's words, or, where it has none and in English, in the usual ones.</summary>
internal static class ApplicationTexts
{
    public static ComposedText Code(Campaign campaign, Language language, string code, int minutes) =>
        Compose(campaign, "applicationCode", language, name => name == "code" ? code : name == "minutes" ? minutes.ToString(CultureInfo.InvariantCulture) : null);

    public static ComposedText Received(Campaign campaign, Language language, ReceiptNumber receipt) =>
        Compose(campaign, "applicationReceived", language, name => name == "receiptNumber" ? receipt.Spoken : null);

    public static ComposedText Refused(Campaign campaign, Language language, ReceiptNumber receipt, string reason) =>
        Compose(campaign, "applicationRefused", language, name => name == "receiptNumber" ? receipt.Spoken : name == "reason" ? reason : null);

    public static ComposedText Question(Campaign campaign, Language language, ReceiptNumber receipt, string question) =>
        Compose(campaign, "applicationQuestion", language, name => name == "receiptNumber" ? receipt.Spoken : name == "question" ? question : null);

    /// <summary>Why nothing is sent, in plain words; null where that is for a person to say.</summary>
    public static string? ReasonOf(Campaign campaign, Language language, ApplicationOutcome outcome)
    {
        string key = JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
        return language == Language.Japanese && campaign.ApplicationReasons.TryGetValue(key, out string? stated) ? stated : UsualTexts.ReasonOf(language, outcome);
    }

    private static ComposedText Compose(Campaign campaign, string kind, Language language, Func<string, string?> own)
    {
        NoticeTexts texts = language == Language.Japanese && campaign.Texts.TryGetValue(kind, out NoticeTexts? stated) ? stated : UsualTexts.Of(kind, language);
        string Value(string name) => own(name) ?? ValueOf(campaign, name);
        string subject = texts.EmailSubject.Render(Value);
        string text = texts.EmailText.Render(Value);

        // It holds no link: an applicant opens the site from the office's own page.
        return new ComposedText(texts.Sms.Render(Value), subject, text, EmailPage.From(subject, text, language: language).ToString());
    }

    private static string ValueOf(Campaign campaign, string name) => name switch
    {
        "programme" => campaign.Programme,
        "office" => campaign.Office,
        "site" => campaign.ApplicationSite?.Name ?? string.Empty,
        "emailSender" => campaign.Senders.Email,
        "smsSender" => campaign.Senders.SmsDisplay,
        "callCentre" => campaign.CallCentre.Name,
        "callCentrePhone" => campaign.CallCentre.Phone,
        "callCentreHours" => campaign.CallCentre.Hours,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no placeholder of messages to applicants."),
    };
}
