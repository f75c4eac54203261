using System.Text.RegularExpressions;
using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Notices;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Witness;

/// <summary>
/// Tells from a message's text alone what kind of notice it is and which link it carries, as a reader would:
/// by the fixed words of the campaign's texts around the placeholders.
/// </summary>
internal sealed partial class NoticeRecogniser
{
    private const string Mark = "\u0001";

    private readonly IReadOnlyList<(NoticeKind Kind, Regex Text)> _kinds;
    private readonly IReadOnlyList<Regex> _others;
    private readonly IReadOnlyList<Regex> _refusals;

    public NoticeRecogniser(Campaign campaign)
    {
        _kinds = [.. campaign.Texts
            .Where(texts => Enum.TryParse<NoticeKind>(texts.Key, ignoreCase: true, out _))
            .SelectMany(texts => Shapes(Enum.Parse<NoticeKind>(texts.Key, ignoreCase: true), texts.Value))];
        Dictionary<string, NoticeTexts> others = new(campaign.Texts.Where(texts => !Enum.TryParse<NoticeKind>(texts.Key, ignoreCase: true, out _)), StringComparer.Ordinal);
        foreach (string kind in campaign.ApplicationSite is null ? [] : UsualTexts.Kinds)
        {
            others.TryAdd(kind, UsualTexts.Of(kind, Language.Japanese));
        }

        _others = [.. others.Values.SelectMany(ShapesOf)];
        _refusals = others.TryGetValue("applicationRefused", out NoticeTexts? refused) ? [.. ShapesOf(refused)] : [];
    }

    /// <summary>The kind of a message, or null where it is none of the campaign's texts.</summary>
    public NoticeKind? KindOf(string text)
    {
        foreach ((NoticeKind kind, Regex shape) in _kinds)
        {
            if (shape.IsMatch(text))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Whether a message tells an applicant something: a code, a receipt number, a result.</summary>
    public bool IsForApplicants(string text) => _others.Any(shape => shape.IsMatch(text));

    /// <summary>Whether a message tells an applicant that he gets nothing.</summary>
    public bool IsRefusal(string text) => _refusals.Any(shape => shape.IsMatch(text));

    /// <summary>Whether a message asks a shop about a payment.</summary>
    public static bool IsForShops(string text) => ShopLink().IsMatch(text);

    /// <summary>The token of the receipt link in a message, or null.</summary>
    public static string? TokenIn(string text)
    {
        Match match = Link().Match(text);
        return match.Success ? match.Groups["token"].Value : null;
    }

    private static IEnumerable<(NoticeKind Kind, Regex Text)> Shapes(NoticeKind kind, NoticeTexts texts) => ShapesOf(texts).Select(shape => (kind, shape));

    private static IEnumerable<Regex> ShapesOf(NoticeTexts texts) => [ShapeOf(texts.Sms), ShapeOf(texts.EmailText)];

    private static Regex ShapeOf(NoticeTemplate template)
    {
        IEnumerable<string> literals = template.Render(_ => Mark).ReplaceLineEndings("\n").Trim().Split(Mark).Select(Regex.Escape);
        return new Regex($"\\A\\s*{string.Join(".+?", literals)}\\s*\\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"https?://\S+?/r/(?<token>[A-Za-z0-9_-]{20})(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"https?://\S+?/s/[0-9a-f]{30}(?![0-9a-f])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShopLink();
}
