namespace Compensation.Common.Pages;

/// <summary>One answer that can be chosen.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What is read.</param>
/// <param name="Hint">What it means, where that needs saying.</param>
public sealed record Choice(string Value, string Label, string? Hint = null)
{
    /// <summary>A further line of what it means.</summary>
    public string? Note { get; init; }

    /// <summary>It is shown, and cannot be chosen for now; the hint says so.</summary>
    public bool IsOff { get; init; }
}

/// <summary>A question with its answers to choose from: one of them, or, where <see cref="Several"/>, any.</summary>
/// <param name="Name">The field's name, and the first answer's id.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Answers">What can be chosen.</param>
public sealed record Choices(string Name, string Question, IReadOnlyList<Choice> Answers) : IFragment
{
    public Language Language { get; init; }

    /// <summary>What has been chosen.</summary>
    public IReadOnlyCollection<string> Chosen { get; init; } = [];

    /// <summary>What is expected.</summary>
    public string? Hint { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Error { get; init; }

    /// <summary>Whether more than one can be chosen.</summary>
    public bool Several { get; init; }

    /// <summary>Whether the question is the page's heading, where the page asks only this.</summary>
    public bool IsHeading { get; init; }

    public Html Render()
    {
        FieldParts parts = new(Name, Hint, Error, Language);
        return Html.Of($"""
            <fieldset class="{parts.Class}"{parts.DescribedBy}>
            <legend>{(IsHeading ? Html.Of($"<h1>{Question}</h1>") : Html.Of($"{Question}"))}</legend>
            {parts.HintLine}{parts.ErrorLine}{Answers.Select(Answer)}</fieldset>
            """);
    }

    private Html Answer(Choice answer, int index)
    {
        string id = index == 0 ? Name : $"{Name}-{index + 1}";
        bool chosen = Chosen.Contains(answer.Value, StringComparer.Ordinal);
        return Html.Of($"""
            <label class="choice"><input type="{(Several ? "checkbox" : "radio")}" id="{id}" name="{Name}" value="{answer.Value}"{(chosen ? Html.Of($" checked") : Html.Empty)}{(answer.IsOff ? Html.Of($" disabled") : Html.Empty)}><span>{answer.Label}{(answer.Hint is null ? Html.Empty : Html.Of($"<small>{answer.Hint}</small>"))}{(answer.Note is null ? Html.Empty : Html.Of($"<small>{answer.Note}</small>"))}</span></label>

            """);
    }
}
