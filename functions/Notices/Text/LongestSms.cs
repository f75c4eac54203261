using System.Globalization;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Common;

namespace Compensation.Notices.Text;

/// <summary>An SMS of a campaign with the longest values that anybody can get, beside what its file allows.</summary>
/// <param name="Field">Where its words stand in the file, such as <c>texts.issue.sms</c>.</param>
/// <param name="Text">What it would say.</param>
/// <param name="Allowed">As how many SMS it may be billed.</param>
public sealed record LongestSms(string Field, string Text, int Allowed)
{
    /// <summary>More than any coupon was worth, and more points than anybody earns.</summary>
    private static readonly Yen s_largestAmount = new(9_999_999);

    /// <summary>In these a person speaks, who is not to be cut short.</summary>
    private static readonly string[] s_openEnded = ["reason", "question"];

    public int Segments { get; } = SmsSegments.Count(Text);

    public bool Fits => Segments <= Allowed;

    public bool HoldsLink { get; private init; }

    /// <summary>How long it is, and how long it may be.</summary>
    public string Measure => string.Create(
        CultureInfo.InvariantCulture, $"up to {Text.Length} characters long, {Count(Segments)}; expected at most {Count(Allowed)}, which is {SmsSegments.RoomOf(Text, Allowed)} characters");

    /// <returns>Each text once, in the file's order; but for those in which an office gives its reason or asks something.</returns>
    public static IEnumerable<LongestSms> Of(Campaign campaign, string link)
    {
        // Collecting can be extended to a day that takes more characters to write.
        Campaign extended = campaign with { ReceiptEndsAt = campaign.ReceiptEndsAt + ReceiptDeadlines.Window };
        Func<string, string>[] values = [SmsSample.Values(campaign, s_largestAmount, link), SmsSample.Values(extended, s_largestAmount, link)];
        return campaign.Texts
            .Where(text => !text.Value.Sms.Placeholders.Any(s_openEnded.Contains))
            .Select(text => new LongestSms($"{(campaign.NotifiesGrants ? "grantNotice.texts" : $"texts.{text.Key}")}.{text.Value.SmsMember}", values.Select(text.Value.Sms.Render).MaxBy(words => words.Length)!, campaign.Sending.SmsSegments)
            {
                HoldsLink = text.Value.Sms.Placeholders.Contains("link", StringComparer.Ordinal),
            })
            .DistinctBy(sms => sms.Text, StringComparer.Ordinal);
    }

    private static string Count(int segments) => segments == 1 ? "1 segment" : string.Create(CultureInfo.InvariantCulture, $"{segments} segments");
}
