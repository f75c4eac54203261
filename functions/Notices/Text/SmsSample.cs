using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices.Text;

/// <summary>A message as somebody would read it, before there is anybody to read it.</summary>
/// <param name="Text">With an amount, a link and a receipt number that are nobody's.</param>
/// <param name="Segments">As how many SMS it is billed.</param>
public sealed record SmsSample(string Text, int Segments)
{
    private static readonly ReceiptNumber s_receipt = ReceiptNumber.Parse("ACDE3467");

    /// <summary>The e-mail of the same kind.</summary>
    internal static ComposedEmail EmailOf(Campaign campaign, string link, NoticeKind kind) => NoticeComposer.Email(campaign, new Yen(3000), link, kind, s_receipt);

    public static SmsSample Of(Campaign campaign, NoticeTemplate template, string link)
    {
        string text = template.Render(Values(campaign, new Yen(3000), link));
        return new SmsSample(text, SmsSegments.Count(text));
    }

    internal static Func<string, string> Values(Campaign campaign, Yen amount, string link)
    {
        Func<string, string> values = NoticeValues.For(campaign, amount, link, s_receipt);
        return name => name is "code" ? "123456" : name is "minutes" ? "15" : name is "reason" or "question" ? "…" : values(name);
    }
}
