using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.ConsolePages.Kit;

/// <summary>
/// A table whose first cells are the headings of its rows. One of more than two columns is laid out row under row where the screen is narrow, each cell under its column's name; what is still too wide scrolls by itself.
/// The roles are said, since browsers forget them where a table is no longer laid out as one.
/// </summary>
/// <param name="Caption">What it lists.</param>
/// <param name="Heads">The columns' names; those that begin with # hold numbers.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<Html>> Rows) : IFragment
{
    /// <summary>Said where there are no rows.</summary>
    public string? None { get; init; }

    public Html Render() => Rows.Count == 0 && None is { } none ? Html.Of($"<p>{none}</p>") : Html.Of($"""
        <div class="table{(Heads.Count > 2 ? " stack" : string.Empty)}" role="region" aria-label="{Caption}" tabindex="0">
        <table role="table">
        <caption>{Caption}</caption>
        <thead role="rowgroup"><tr role="row">{Heads.Select(head => Html.Of($"<th scope=\"col\" role=\"columnheader\"{Class(head)}>{NameOf(head)}</th>"))}</tr></thead>
        <tbody role="rowgroup">
        {Rows.Select(Row)}</tbody>
        </table>
        </div>
        """);

    private Html Row(IReadOnlyList<Html> cells) => Html.Of(
        $"<tr role=\"row\">{cells.Select((cell, column) => column == 0 ? Html.Of($"<th scope=\"row\" role=\"rowheader\">{cell}</th>") : Html.Of($"<td role=\"cell\" data-head=\"{NameOf(Heads[column])}\"{Class(Heads[column])}>{cell}</td>"))}</tr>\n");

    private static string NameOf(string head) => head.TrimStart('#');

    private static Html Class(string head) => head.StartsWith('#') ? Html.Of($" class=\"number\"") : Html.Empty;
}
