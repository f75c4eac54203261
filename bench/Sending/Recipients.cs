using System.Globalization;

namespace Compensation.Bench.Sending;

/// <summary>Who is written to: number <c>+8190</c> and eight digits for each index, so that the provider can count by index.</summary>
internal static class Recipients
{
    public const int Max = 80_000_000;

    /// <summary>The sender of every message.</summary>
    public const string From = "+81352449370";

    private const int FirstNumber = 10_000_000;
    private const string Prefix = "+8190";

    public static string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{FirstNumber + index:d8}");

    /// <summary>Which recipient a number belongs to, or −1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> number) =>
        number.Length == Prefix.Length + 8
        && int.TryParse(number[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int digits)
            ? digits - FirstNumber
            : -1;

    /// <summary>The request that every contestant posts: the one that the app's own SMS client makes. 70 characters of text, one billed segment.</summary>
    public static string BodyFor(int index, Guid requestId, string firstSent) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"from":"{{{From}}}","smsRecipients":[{"to":"{{{NumberOf(index)}}}","repeatabilityRequestId":"{{{requestId}}}","repeatabilityFirstSent":"{{{firstSent}}}"}],"message":"【くまもと再発見の旅】クーポン補償のお受取り\nhttps://r.example.jp/r/{{{index:d20}}}","smsSendOptions":{"enableDeliveryReport":true,"tag":"{{{requestId}}}"} }""");
}
