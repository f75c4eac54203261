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
    private const string End = " The page is there in English, too. No link of ours asks for an account number, a card number or a password. Questions: {callCentrePhone} ({office})";

    private static readonly FrozenDictionary<string, NoticeTemplate> s_usual = new Dictionary<string, NoticeTemplate>(StringComparer.Ordinal)
    {
        ["issue"] = NoticeTemplate.Parse("You are owed {amount} for the coupon that you could not use, and receive it as cashless points. Open the link above and choose one product, until {deadline}." + End),
        ["fallback"] = NoticeTemplate.Parse("An earlier message has not reached you. You are owed {amount} for the coupon that you could not use, and receive it as cashless points. Open the link above and choose one product, until {deadline}." + End),
        ["reminder"] = NoticeTemplate.Parse("You have not collected the {amount} yet that you are owed for your coupon. Open the link above and choose one product, until {deadline}; it cannot be collected later." + End),
        ["resend"] = NoticeTemplate.Parse("Here is your link once more; earlier ones may not open any longer. With it you collect {amount} in cashless points, until {deadline}." + End),
        ["codeReady"] = NoticeTemplate.Parse("The code that you have waited for is there: {amount} in cashless points. Open the link above to see it." + End),
        ["transferResult"] = NoticeTemplate.Parse(
            "The bank has sent back the transfer of {amount}. Please correct your account until {transfersEnd}: open the special site from the programme's home page, and type receipt number {receiptNumber} there. "
            + "No message of ours links to a form that asks for an account. Questions: {callCentrePhone} ({office})"),
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
