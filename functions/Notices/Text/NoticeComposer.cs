using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Text;

/// <summary>Fills a campaign's texts in for one person. A campaign without texts of the kind is a <see cref="KeyNotFoundException"/>.</summary>
public static class NoticeComposer
{
    public static ComposedSms Sms(Campaign campaign, Entitlement entitlement, string link, NoticeKind kind) => Sms(campaign, entitlement.Amount, link, kind, entitlement.Receipt);

    public static ComposedEmail Email(Campaign campaign, Entitlement entitlement, string link, NoticeKind kind) => Email(campaign, entitlement.Amount, link, kind, entitlement.Receipt);

    internal static ComposedEmail Email(Campaign campaign, Yen amount, string link, NoticeKind kind, ReceiptNumber? receipt = null)
    {
        Func<string, string> values = NoticeValues.For(campaign, amount, link, receipt);
        NoticeTexts texts = TextsOf(campaign, kind);
        string subject = texts.EmailSubject.Render(values);
        string text = texts.EmailText.Render(values);
        string? english = EnglishParagraph.Of(campaign, amount, link, KeyOf(kind), receipt);
        return new ComposedEmail(subject, english is null ? text : $"{text}\n\n{english}", EmailPage.From(subject, text, link, english: english).ToString());
    }

    internal static ComposedSms Sms(Campaign campaign, Yen amount, string link, NoticeKind kind, ReceiptNumber? receipt = null)
    {
        string text = TextsOf(campaign, kind).Sms.Render(NoticeValues.For(campaign, amount, link, receipt));
        return new ComposedSms(text, SmsSegments.Count(text));
    }

    private static NoticeTexts TextsOf(Campaign campaign, NoticeKind kind) => campaign.Texts.TryGetValue(KeyOf(kind), out NoticeTexts? texts)
        ? texts
        : throw new KeyNotFoundException($"The campaign '{campaign.Id}' has no texts '{KeyOf(kind)}'.");

    internal static string KeyOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Issue => "issue",
        NoticeKind.Granted => "granted",
        NoticeKind.Fallback => "fallback",
        NoticeKind.Reminder => "reminder",
        NoticeKind.Resend => "resend",
        NoticeKind.CodeReady => "codeReady",
        NoticeKind.ApplicationResult => "applicationResult",
        NoticeKind.TransferResult or NoticeKind.TransferResultAgain => "transferResult",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not a kind of notice."),
    };
}
