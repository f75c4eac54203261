using System.Text;
using System.Text.RegularExpressions;

namespace Compensation.Campaigns;

/// <summary>A message text with named placeholders such as <c>{link}</c>; <c>{{</c> and <c>}}</c> stand for braces.</summary>
public sealed partial class NoticeTemplate
{
    /// <summary>Every placeholder that a text may use.</summary>
    public static readonly IReadOnlyList<string> KnownPlaceholders =
    [
        "link", "amount", "points", "programme", "office", "products", "deadline", "deadlineShort",
        "emailSender", "smsSender", "callCentre", "callCentrePhone", "callCentreHours",
        "site", "transfersEnd", "code", "minutes", "receiptNumber", "reason", "question",
    ];

    private readonly IReadOnlyList<(string Literal, string? Placeholder)> _parts;

    private NoticeTemplate(IReadOnlyList<(string Literal, string? Placeholder)> parts) => _parts = parts;

    public IEnumerable<string> Placeholders => _parts.Select(part => part.Placeholder).OfType<string>();

    /// <summary>
    /// Whether a placeholder stands between blanks wherever it stands: ASCII space, line break, or the text's own start or end. Phones take any other neighbour, a Japanese
    /// letter above all, for a part of an address.
    /// </summary>
    public bool IsSetApart(string placeholder)
    {
        string marked = string.Concat(_parts.Select(part => part.Literal + (part.Placeholder is null ? string.Empty : string.Equals(part.Placeholder, placeholder, StringComparison.Ordinal) ? "\0" : "x")));
        return marked.Select((character, position) => character != '\0' || (IsBlank(marked, position - 1) && IsBlank(marked, position + 1))).All(apart => apart);
    }

    /// <exception cref="FormatException">A brace is unpaired, or a placeholder is not one of <see cref="KnownPlaceholders"/>; the message names it.</exception>
    public static NoticeTemplate Parse(string text)
    {
        List<(string Literal, string? Placeholder)> parts = [];
        int position = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            string literal = Literal(text[position..match.Index]);
            string name = match.Groups["name"].Value;
            if (!KnownPlaceholders.Contains(name, StringComparer.Ordinal))
            {
                throw new FormatException($"the placeholder {{{name}}} is not known; expected one of {string.Join(", ", KnownPlaceholders)}");
            }

            parts.Add((literal, name));
            position = match.Index + match.Length;
        }

        parts.Add((Literal(text[position..]), null));
        return new NoticeTemplate(parts);
    }

    /// <param name="valueOf">What stands in for a placeholder.</param>
    public string Render(Func<string, string> valueOf)
    {
        StringBuilder text = new(256);
        foreach ((string literal, string? placeholder) in _parts)
        {
            text.Append(literal).Append(placeholder is null ? null : valueOf(placeholder));
        }

        return text.ToString();
    }

    private static bool IsBlank(string text, int position) => position < 0 || position >= text.Length || text[position] is ' ' or '\n' or '\r';

    private static string Literal(string text)
    {
        string unescaped = text.Replace("{{", "\u0001", StringComparison.Ordinal).Replace("}}", "\u0002", StringComparison.Ordinal);
        return unescaped.AsSpan().IndexOfAny('{', '}') < 0
            ? unescaped.Replace('\u0001', '{').Replace('\u0002', '}')
            : throw new FormatException($"a brace is not paired in '{text}'; write {{{{ or }}}} for a brace itself");
    }

    [GeneratedRegex(@"(?<!\{)\{(?<name>[A-Za-z]+)\}(?!\})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
