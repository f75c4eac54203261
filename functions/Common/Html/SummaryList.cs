namespace Compensation.Common.Pages;

/// <summary>One fact of a summary.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What it says.</param>
/// <param name="ChangeAt">Where it is changed; null where it is not.</param>
public sealed record SummaryRow(string Name, string Value, string? ChangeAt = null)
{
    /// <summary>What is to be said of it; null where nothing is.</summary>
    public string? Note { get; init; }
}

/// <summary>Facts with their names, and ways to change them, such as answers before they are sent.</summary>
public sealed record SummaryList(Language Language, IReadOnlyList<SummaryRow> Rows) : IFragment
{
    public Html Render() => Html.Of($"""
        <dl class="facts">
        {Rows.Select(Row)}</dl>
        """);

    private Html Row(SummaryRow row) => Html.Of($"""
        <div><dt>{row.Name}</dt><dd>{Lines(row.Value)}{(row.Note is null ? Html.Empty : Html.Of($"<small>{Lines(row.Note)}</small>"))}</dd>{(row.ChangeAt is null ? Html.Empty : Change(row, row.ChangeAt))}</div>

        """);

    /// <summary>Those who listen hear what would be changed.</summary>
    private Html Change(SummaryRow row, string address) => Html.Of($"""
        <dd class="change"><a href="{address}">{Language.Say("変更する", "Change")}<span class="unseen">{Language.Say($"（{row.Name}）", $" {row.Name}")}</span></a></dd>
        """);

    private static Html Lines(string value) =>
        Html.Concat(value.Split('\n').Select((line, number) => number == 0 ? Html.Of($"{line}") : Html.Of($"<br>{line}")));
}
