using System.Text.RegularExpressions;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Genuine;

/// <summary>Whether a message that somebody reads out is ours. A sender can be forged, so that only a link that we have made is a yes; what we never use, or never ask, is a no.</summary>
public sealed partial class JudgeMessage(ReceiptLinks links, EntitlementStore entitlements, IOptions<ReceiptSiteOptions> site, ShopLinks shopLinks, CaseStore cases)
{
    /// <summary>Folded as what is typed is.</summary>
    private static readonly string[] s_neverAsked = [.. ((string[])["暗証番号", "パスワード", "クレジットカード", "ATM", "手数料", "振り込んで", "入金", "口座番号", "キャッシュカード"])
        .Select(Folding.Plain)];

    internal async Task<MessageVerdict> HandleAsync(Campaign campaign, ReadMessage read, CancellationToken cancellationToken)
    {
        List<MessageSign> signs = [];
        if (Typed(read.Number) is { } number && DigitsOf(number).Length > 0)
        {
            signs.Add(IsOurNumber(campaign, number) ? MessageSign.OurNumber : MessageSign.OtherNumber);
        }

        if (Typed(read.Sender) is { } sender && AddressIn(sender) is { } from)
        {
            signs.Add(string.Equals(from, campaign.Senders.Email, StringComparison.OrdinalIgnoreCase) ? MessageSign.OurAddress : MessageSign.OtherAddress);
        }

        string text = Folding.Plain(read.Text);
        foreach (string link in ReadLinks.In(Folding.Plain(read.Link), text))
        {
            signs.Add(await SignOfAsync(campaign, link, cancellationToken));
        }

        if (AsksFor(WithoutOurOwn(campaign, Bare(ReadLinks.Without(text)))))
        {
            signs.Add(MessageSign.AsksForWhatWeNeverAsk);
        }

        return new MessageVerdict(AnswerOf(signs), [.. signs.Distinct()]);
    }

    private static bool AsksFor(string text) => s_neverAsked.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Our own messages name what we never ask, to say that we do not: such sentences of theirs are no sign, however lines are broken.</summary>
    private static string WithoutOurOwn(Campaign campaign, string text) => campaign.Texts.Values
        .SelectMany(texts => (NoticeTemplate[])[texts.Sms, texts.EmailSubject, texts.EmailText])
        .SelectMany(template => template.Render(static _ => "\n").Split('。', '\n').Select(sentence => Bare(ReadLinks.Without(Folding.Plain(sentence)))))
        .Where(AsksFor)
        .Aggregate(text, static (left, sentence) => left.Replace(sentence, string.Empty, StringComparison.OrdinalIgnoreCase));

    private static string Bare(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static GenuineAnswer AnswerOf(List<MessageSign> signs) =>
        signs.Exists(sign => sign is MessageSign.OtherLink or MessageSign.OtherAddress or MessageSign.OtherNumber or MessageSign.AsksForWhatWeNeverAsk) ? GenuineAnswer.No
        : signs.Contains(MessageSign.OurLink) || signs.Contains(MessageSign.DeadLink) ? GenuineAnswer.Yes
        : GenuineAnswer.Unknown;

    private static string? Typed(string? text) => Folding.Plain(text) is { Length: > 0 } typed ? typed : null;

    /// <summary>In any form: some carriers show it in another.</summary>
    private static bool IsOurNumber(Campaign campaign, string number) =>
        new[] { campaign.Senders.Sms, campaign.Senders.SmsDisplay }.Any(ours => DigitsOf(ours) == DigitsOf(number));

    /// <summary>Letters too, by which some senders go. Empty for what is no number, such as "withheld".</summary>
    private static string DigitsOf(string number)
    {
        string digits = new([.. Folding.Plain(number).Where(char.IsAsciiLetterOrDigit)]);
        return CountryCode().Match(digits) is { Success: true } abroad ? $"0{digits[abroad.Length..]}" : digits.ToUpperInvariant();
    }

    /// <summary>Programs for mail show a name in front of the address, or nothing else: anybody can choose it, so that it speaks neither for nor against a message.</summary>
    /// <returns>Null where there is no address.</returns>
    private static string? AddressIn(string sender)
    {
        string address = Bracketed().Match(sender) is { Success: true } named ? named.Groups["address"].Value : sender;
        return address.Contains('@', StringComparison.Ordinal) ? address.Replace(" ", string.Empty, StringComparison.Ordinal) : null;
    }

    private async Task<MessageSign> SignOfAsync(Campaign campaign, string link, CancellationToken cancellationToken)
    {
        (Uri ours, Uri shops) = (new(site.Value.LinkTo(string.Empty)), new(shopLinks.LinkTo(string.Empty)));
        if (!Uri.TryCreate(link, UriKind.Absolute, out Uri? address) || address.UserInfo.Length > 0)
        {
            return MessageSign.OtherLink;
        }

        return TokenIn(address, ours) is { } token ? await OfReceiptAsync(campaign, token, cancellationToken)
            : TokenIn(address, shops) is { } question ? await OfShopAsync(campaign, question, cancellationToken)
            : IsAt(address, ours) && ours.AbsolutePath.StartsWith(address.AbsolutePath, StringComparison.OrdinalIgnoreCase) ? MessageSign.DamagedLink
            : IsAt(address, ours) || IsAt(address, shops) || (campaign.ApplicationSite?.Url is { } office && IsAt(address, office)) ? MessageSign.OfficesPage
            : MessageSign.OtherLink;
    }

    private static bool IsAt(Uri address, Uri place) =>
        address.Scheme == place.Scheme && string.Equals(address.IdnHost, place.IdnHost, StringComparison.OrdinalIgnoreCase) && (address.IsDefaultPort || address.Port == place.Port);

    /// <returns>Null where the address lies elsewhere.</returns>
    private static string? TokenIn(Uri address, Uri place) =>
        IsAt(address, place) && address.AbsolutePath.StartsWith(place.AbsolutePath, StringComparison.OrdinalIgnoreCase) ? address.AbsolutePath[place.AbsolutePath.Length..].TrimEnd('/') : null;

    private async Task<MessageSign> OfReceiptAsync(Campaign campaign, string token, CancellationToken cancellationToken) =>
        links.TryRead(token, out CampaignId named, out EntitlementId id) && named == campaign.Id && await entitlements.FindAsync(campaign.Id, id, cancellationToken) is { } right
            ? links.Opens(token, right) switch
            {
                LinkStanding.Valid => MessageSign.OurLink,
                LinkStanding.Replaced => MessageSign.DeadLink,
                _ => MessageSign.DamagedLink,
            }
            : MessageSign.DamagedLink;

    /// <summary>Shops are written to as well, and ring to ask.</summary>
    private async Task<MessageSign> OfShopAsync(Campaign campaign, string token, CancellationToken cancellationToken) =>
        shopLinks.TryRead(token, out Campaign? named, out CaseNumber number) && named!.Id == campaign.Id && await cases.FindAsync(campaign.Id, number, cancellationToken) is { } one
            ? one.State is CaseState.AskingShop or CaseState.ShopSilent && shopLinks.Opens(token, one) ? MessageSign.OurLink
                : Enumerable.Range(1, one.LinkVersion).Any(version => shopLinks.Opens(token, one with { LinkVersion = version })) ? MessageSign.DeadLink
                : MessageSign.DamagedLink
            : MessageSign.DamagedLink;

    [GeneratedRegex(@"\A(?:0081|81)0*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CountryCode();

    [GeneratedRegex(@"<(?<address>[^<>]+)>\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();
}

/// <summary>What somebody reads out of a message. Personal data: in bodies only.</summary>
public sealed record ReadMessage
{
    /// <summary>The number that an SMS came from.</summary>
    public string? Number { get; init; }

    /// <summary>The address that an e-mail came from.</summary>
    public string? Sender { get; init; }

    public string? Link { get; init; }

    public string? Text { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <summary>Whether a message is ours.</summary>
/// <param name="Answer">In a word.</param>
/// <param name="Signs">By what.</param>
public sealed record MessageVerdict(GenuineAnswer Answer, IReadOnlyList<MessageSign> Signs);

public enum GenuineAnswer
{
    Unknown,
    Yes,
    No,
}

/// <summary>What speaks for or against a message.</summary>
public enum MessageSign
{
    /// <summary>A link that we have made, and that opens.</summary>
    OurLink,

    /// <summary>A link that we have made, and that a newer one has replaced.</summary>
    DeadLink,

    /// <summary>It begins as ours do, and is cut short or misread.</summary>
    DamagedLink,

    /// <summary>The office's own page.</summary>
    OfficesPage,

    OtherLink,
    OurNumber,
    OtherNumber,
    OurAddress,
    OtherAddress,

    /// <summary>It asks for what we never ask for.</summary>
    AsksForWhatWeNeverAsk,
}
