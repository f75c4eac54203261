namespace Compensation.Common.Pages;

/// <summary>What every field has around its input: an explanation, what is wrong with it, and the words that tie them to it for those who listen.</summary>
internal sealed record FieldParts(string Name, string? Hint, string? Error, Language Language)
{
    public string Class => Error is null ? "field" : "field faulty";

    public Html HintLine => Hint is null ? Html.Empty : Html.Of($"""
        <p class="hint" id="{Name}-hint">{Hint}</p>

        """);

    public Html ErrorLine => Error is null ? Html.Empty : Html.Of($"""
        <p class="fault" id="{Name}-error"><span class="unseen">{Language.Say("エラー：", "Error: ")}</span>{Error}</p>

        """);

    /// <summary>The attribute that has hint and error read out with the input.</summary>
    public Html DescribedBy => (Hint, Error) switch
    {
        (null, null) => Html.Empty,
        ({ }, null) => Html.Of($" aria-describedby=\"{Name}-hint\""),
        (null, { }) => Html.Of($" aria-describedby=\"{Name}-error\""),
        _ => Html.Of($" aria-describedby=\"{Name}-hint {Name}-error\""),
    };

    public Html Invalid => Error is null ? Html.Empty : Html.Of($" aria-invalid=\"true\"");
}
