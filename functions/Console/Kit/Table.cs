using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.ConsolePages.Kit;

/// <summary>A table that scrolls by itself where the screen is narrow. The first cell of a row is its heading.</summary>
/// <param name="Caption">What it lists.</param>
/// <param name="Heads">The columns' names; those that begin with # hold numbers.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<Html>> Rows) : IFragment
{
    /// <summary>Said where there are no rows.</summary>
    public string? None { get; init; }

    public Html Render() => Rows.Count == 0 && None is { } none ? Html.Of($"<p>{none}</p>") : Html.Of($"""
        <div class="table" role="region" aria-label="{Caption}" tabindex="0">
        <table>
        <caption>{Caption}</caption>
        <thead><tr>{Heads.Select(head => Html.Of($"<th scope=\"col\"{Class(head)}>{head.TrimStart('#')}</th>"))}</tr></thead>
        <tbody>
        {Rows.Select(Row)}</tbody>
        </table>
        </div>
        """);

    private Html Row(IReadOnlyList<Html> cells) =>
        Html.Of($"<tr>{cells.Select((cell, column) => column == 0 ? Html.Of($"<th scope=\"row\">{cell}</th>") : Html.Of($"<td{Class(Heads[column])}>{cell}</td>"))}</tr>\n");

    private static Html Class(string head) => head.StartsWith('#') ? Html.Of($" class=\"number\"") : Html.Empty;
}
