using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Compensation.Common.Pages;

namespace Compensation.Common;

/// <summary>
/// Finished HTML. It comes into being only through <see cref="Of"/>, which encodes every hole of an interpolated string,
/// so text from outside cannot become markup: <c>Html.Of($"&lt;p&gt;{name}&lt;/p&gt;")</c>. Put attribute values in double quotes.
/// </summary>
public readonly struct Html
{
    public static readonly Html Empty;

    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Of(HtmlInterpolation markup) => new(markup.Finish());

    /// <summary>Fragments one after the other.</summary>
    public static Html Concat(IEnumerable<Html> fragments) => new(string.Concat(fragments.Select(fragment => fragment.ToString())));

    public override string ToString() => _markup ?? string.Empty;
}

/// <summary>Builds <see cref="Html"/> from an interpolated string: literals stay as they are, holes are encoded unless they are HTML already.</summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlInterpolation
{
    // Japanese text stays readable in the page's source; what could end a text or an attribute is always encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What a page leaves behind for the next: a greater one is not kept.</summary>
    private const int KeptCapacityMax = 64 * 1024;

    /// <summary>A page is dozens of fragments within fragments: only the outermost of those that are open at a time need a builder of their own.</summary>
    [ThreadStatic]
    private static StringBuilder? s_free;

    private readonly StringBuilder _markup;

    public HtmlInterpolation(int literalLength, int formattedCount)
    {
        _markup = s_free ?? new StringBuilder(literalLength + (formattedCount * 16));
        s_free = null;
    }

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? string.Empty));

    public void AppendFormatted(Html fragment) => _markup.Append(fragment.ToString());

    public void AppendFormatted(IEnumerable<Html> fragments)
    {
        foreach (Html fragment in fragments)
        {
            AppendFormatted(fragment);
        }
    }

    /// <summary>Whatever the compiler finds no better place for, such as a fragment or a list of them by its own type.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        switch (value)
        {
            case IFragment fragment:
                AppendFormatted(fragment.Render());
                break;
            case IEnumerable<IFragment> fragments:
                AppendFormatted(fragments.Select(fragment => fragment.Render()));
                break;
            case IEnumerable<Html> fragments:
                AppendFormatted(fragments);
                break;
            default:
                AppendFormatted(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
                break;
        }
    }

    internal string Finish()
    {
        string markup = _markup.ToString();
        if (_markup.Capacity <= KeptCapacityMax)
        {
            s_free = _markup.Clear();
        }

        return markup;
    }
}
