using System.Collections.Frozen;
using System.Text;

namespace Compensation.Common.Pages;

/// <summary>
/// Names, notes and what people have typed are Japanese on English pages too. Whoever has such a page read out hears them in Japanese only where the page says which words they are: so it says so of all of them,
/// wherever they come from.
/// </summary>
internal static class JapaneseWords
{
    private const string Attribute = " lang=\"ja\"";

    /// <summary>Elements that never end.</summary>
    private static readonly FrozenSet<string> s_void = FrozenSet.Create(StringComparer.Ordinal, "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr");

    /// <summary>Elements that hold text and nothing else: the attribute stands at themselves.</summary>
    private static readonly FrozenSet<string> s_textOnly = FrozenSet.Create(StringComparer.Ordinal, "option", "textarea", "title");

    /// <param name="markup">The body of an English page, well formed as ours are.</param>
    public static string Marked(string markup)
    {
        if (!markup.AsSpan().ContainsAnyInRange('\u3040', '\u9FFF') && !markup.AsSpan().ContainsAnyInRange('\uFF66', '\uFF9D'))
        {
            return markup;
        }

        StringBuilder marked = new(markup.Length + 1024);
        Stack<Element> open = new();
        int place = 0;
        while (place < markup.Length)
        {
            int tag = markup.IndexOf('<', place);
            tag = tag < 0 ? markup.Length : tag;
            AppendText(marked, markup.AsSpan(place, tag - place), open.Count > 0 ? open.Peek() : null);
            int end = tag < markup.Length ? markup.IndexOf('>', tag) : -1;
            if (end < 0)
            {
                break;
            }

            AppendTag(marked, markup.AsSpan(tag, end + 1 - tag), open);
            place = end + 1;
            if (open.Count > 0 && open.Peek().Name == "script")
            {
                int over = markup.IndexOf("</script>", place, StringComparison.Ordinal);
                marked.Append(markup.AsSpan(place, over - place));
                place = over;
            }
        }

        return marked.ToString();
    }

    private static void AppendTag(StringBuilder marked, ReadOnlySpan<char> tag, Stack<Element> open)
    {
        if (tag[1] is '/' or '!')
        {
            Leave(tag[2..^1].ToString(), open);
            marked.Append(tag);
            return;
        }

        int nameEnd = tag[1..].IndexOfAny(" >/\n") + 1;
        string name = tag[1..nameEnd].ToString();
        bool says = tag.Contains(" lang=\"", StringComparison.Ordinal);

        // What was typed into a field is read out with it.
        bool isTyped = name == "input" && !says && !tag.Contains(" type=\"hidden\"", StringComparison.Ordinal) && tag.IndexOf(" value=\"", StringComparison.Ordinal) is >= 0 and var value && HasJapanese(tag[(value + 8)..][..tag[(value + 8)..].IndexOf('"')]);
        marked.Append(tag[..nameEnd]).Append(isTyped ? Attribute : string.Empty);
        int attributeAt = marked.Length;
        marked.Append(tag[nameEnd..]);
        if (!s_void.Contains(name) && tag[^2] != '/')
        {
            Element? around = open.Count > 0 ? open.Peek() : null;
            bool isPicture = name == "svg" || around is { IsPicture: true };
            open.Push(new Element(name, attributeAt)
            {
                IsSaid = says || around is { IsSaid: true } || name is "script",
                IsPicture = isPicture,
                HoldsTextOnly = isPicture || s_textOnly.Contains(name),
            });
        }
    }

    private static void Leave(string name, Stack<Element> open)
    {
        if (open.Any(element => element.Name == name))
        {
            while (open.Pop().Name != name)
            {
                // Elements that were left open end with the one around them.
            }
        }
    }

    private static void AppendText(StringBuilder marked, ReadOnlySpan<char> text, Element? within)
    {
        if (within is { IsSaid: true } || !HasJapanese(text))
        {
            marked.Append(text);
        }
        else if (within is { HoldsTextOnly: true })
        {
            marked.Insert(within.AttributeAt, Attribute).Append(text);
            within.IsSaid = true;
        }
        else
        {
            AppendWords(marked, text);
        }
    }

    /// <summary>Words that are parted by nothing but figures, signs and blanks are one run.</summary>
    private static void AppendWords(StringBuilder marked, ReadOnlySpan<char> text)
    {
        int place = 0;
        while (place < text.Length)
        {
            int start = place;
            while (start < text.Length && !IsJapanese(text[start]))
            {
                start = text[start] == '&' ? EndOfReference(text, start) : start + 1;
            }

            (int end, int next) = (start, start);
            while (next < text.Length && !IsLatin(text[next]))
            {
                bool belongs = IsJapanese(text[next]) || IsJapaneseSign(text[next]);
                next = text[next] == '&' ? EndOfReference(text, next) : next + 1;
                end = belongs ? next : end;
            }

            marked.Append(text[place..start]);
            if (end > start)
            {
                marked.Append("<span").Append(Attribute).Append('>').Append(text[start..end]).Append("</span>");
            }

            place = end > start ? end : text.Length;
        }
    }

    private static bool HasJapanese(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (IsJapanese(letter))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Kana in either width, and Chinese characters. Those beyond the first plane are written as references, and stand beside others.</summary>
    private static bool IsJapanese(char letter) => letter is (>= '\u3041' and <= '\u30FA') or (>= '\u30FC' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9D') or '\u3005' or '\u3007';

    private static bool IsJapaneseSign(char sign) => sign is '\u30FB' or (>= '\u3001' and <= '\u303F') or (>= '\uFF01' and <= '\uFFEF');

    private static bool IsLatin(char letter) => char.IsAsciiLetter(letter);

    private static int EndOfReference(ReadOnlySpan<char> text, int start) => text[start..].IndexOf(';') is >= 0 and var length ? start + length + 1 : start + 1;

    /// <summary>An element that has not ended yet.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="AttributeAt">Where a further attribute of it is put.</param>
    private sealed record Element(string Name, int AttributeAt)
    {
        /// <summary>Whether its language is said, or makes no difference.</summary>
        public bool IsSaid { get; set; }

        /// <summary>Whether it is, or lies in, a drawing, which holds no elements of text.</summary>
        public bool IsPicture { get; init; }

        public bool HoldsTextOnly { get; init; }
    }
}
