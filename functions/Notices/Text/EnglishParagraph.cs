using System.Collections.Frozen;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Notices.Text;

/// <summary>
/// What an e-mail says in English, below the Japanese, where the campaign's file has English names: in the file's words (<c>english.emails</c>), or in the usual ones. It repeats
/// no link, so that each message keeps one.
/// </summary>
internal static class EnglishParagraph
{
    private const string Heading = "■ English";
    private const string End = " The page is also available in English. No link in our messages asks for an account number, a card number or a password. If you have any questions, please call {callCentrePhone} ({office}).";

    private static readonly FrozenDictionary<string, NoticeTemplate> s_usual = new Dictionary<string, NoticeTemplate>(StringComparer.Ordinal)
    {
        ["issue"] = NoticeTemplate.Parse("You are entitled to {amount} for the coupon that you could not use, as cashless points. Please open the link above and choose one product by {deadline}." + End),
        ["fallback"] = NoticeTemplate.Parse("We could not deliver our earlier message to you. You are entitled to {amount} for the coupon that you could not use, as cashless points. Please open the link above and choose one product by {deadline}." + End),
        ["reminder"] = NoticeTemplate.Parse("You have not yet collected the {amount} that you are entitled to for your coupon. Please open the link above and choose one product by {deadline}; it cannot be collected after that." + End),
        ["resend"] = NoticeTemplate.Parse("We are sending you your link again; links in our earlier messages may no longer work. Please open the link above to collect your {amount} in cashless points by {deadline}." + End),
        ["codeReady"] = NoticeTemplate.Parse("We are sorry to have kept you waiting. Your code for {amount} in cashless points is ready; please open the link above to see it." + End),
        ["transferResult"] = NoticeTemplate.Parse(
            "The bank has returned the transfer of {amount}. Please correct your account details by {transfersEnd}: open the special site from the programme's home page, and enter receipt number {receiptNumber} there. "
            + "None of our messages links to a form that asks for an account. If you have any questions, please call {callCentrePhone} ({office})."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kinds of which there are usual words, and of which a file can have its own.</summary>
    public static IEnumerable<string> Kinds => s_usual.Keys;

    /// <returns>The paragraph with its heading; null where the file has no English, or the kind none.</returns>
    public static string? Of(Campaign campaign, Yen amount, string link, string kind, ReceiptNumber? receipt)
    {
        if (campaign.English is not { } english || !s_usual.TryGetValue(kind, out NoticeTemplate? usual))
        {
            return null;
        }

        Func<string, string> values = NoticeValues.For(campaign, amount, link, receipt, Language.English);
        return english.Emails.TryGetValue(kind, out NoticeTemplate? own)
            ? $"{Heading}\n{own.Render(values)}"
            : $"{Heading}\n{(kind == "issue" ? $"{english.Cause} " : string.Empty)}{usual.Render(values)}";
    }
}
