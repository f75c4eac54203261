using System.Globalization;

namespace Compensation.Common.Pages;

/// <summary>
/// A field of a form for a line or a few lines of text: label above, what is expected below it, what is wrong below that, and what was typed, as it was typed.
/// </summary>
/// <param name="Name">Its name, and its id.</param>
/// <param name="Label">What is asked.</param>
public sealed record TextField(string Name, string Label) : IFragment
{
    public Language Language { get; init; }

    /// <summary>What has been typed.</summary>
    public string? Value { get; init; }

    /// <summary>What is expected, with an example.</summary>
    public string? Hint { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Error { get; init; }

    /// <summary>As in HTML; <c>text</c> unless said. For e-mail and telephone say so by <see cref="InputMode"/>, so that no browser judges what our own checks explain better.</summary>
    public string Type { get; init; } = "text";

    /// <summary>Which keys a phone shows: <c>numeric</c>, <c>tel</c>, <c>email</c>.</summary>
    public string? InputMode { get; init; }

    /// <summary>What a browser may fill in, such as <c>family-name</c>.</summary>
    public string? AutoComplete { get; init; }

    /// <summary>How many characters are expected, for its width; 0 for the whole width.</summary>
    public int Characters { get; init; }

    /// <summary>More than one: a field of so many lines.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>Whether the label is the page's heading, where the page asks only this.</summary>
    public bool IsHeading { get; init; }

    public Html Render()
    {
        FieldParts parts = new(Name, Hint, Error, Language);
        Html label = Html.Of($"<label for=\"{Name}\">{Label}</label>");
        return Html.Of($"""
            <div class="{parts.Class}">
            {(IsHeading ? Html.Of($"<h1>{label}</h1>") : label)}
            {parts.HintLine}{parts.ErrorLine}{(Lines > 1 ? Area(parts) : Input(parts))}
            </div>
            """);
    }

    private Html Input(FieldParts parts) => Html.Of(
        $"<input id=\"{Name}\" name=\"{Name}\" type=\"{Type}\"{Attribute("value", Value)}{Attributes(parts)}{Attribute("class", Characters == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"w{Width}"))}>");

    private Html Area(FieldParts parts) => Html.Of($"<textarea id=\"{Name}\" name=\"{Name}\" rows=\"{Lines}\"{Attributes(parts)}>\n{Value}</textarea>");

    private Html Attributes(FieldParts parts) =>
        Html.Of($"{Attribute("inputmode", InputMode)}{Attribute("autocomplete", AutoComplete)}{parts.DescribedBy}{parts.Invalid} spellcheck=\"false\" autocapitalize=\"none\"");

    /// <summary>The next width that the stylesheet knows, in characters of full width.</summary>
    private int Width => Characters <= 4 ? 4 : Characters <= 8 ? 8 : Characters <= 12 ? 12 : 20;

    private static Html Attribute(string name, string? value) => value is null ? Html.Empty : Html.Of($" {name}=\"{value}\"");
}
