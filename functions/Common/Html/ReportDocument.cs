namespace Compensation.Common;

/// <summary>A report on paper and screen: what all of them look like. No scripts, nothing from elsewhere.</summary>
public static class ReportDocument
{
    private static readonly Html s_style = Html.Of($$"""
        body { margin: 0 auto; max-width: 50rem; padding: 1.5rem; color: #1b2733; background: #fff; font: 1rem/1.7 "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.4; margin: 0 0 .5rem; }
        h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; margin: 0; }
        dt { color: #4a5866; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .verdict { border-left: .375rem solid #1d6b3a; background: #eff7f1; padding: .625rem 1rem; margin: 1.25rem 0 0; font-weight: 700; }
        .verdict.faulty { border-color: #8a1c1c; background: #fdf2f2; color: #8a1c1c; }
        svg { display: block; width: 100%; height: auto; }
        .chart { max-width: 34rem; }
        summary { padding: .625rem 0; cursor: pointer; color: #0b4f7d; }
        .table { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: #4a5866; font-size: .875rem; }
        th, td { padding: .375rem .5rem; border-bottom: 1px solid #b9c4ce; text-align: left; font-weight: 400; }
        thead th { border-bottom: 2px solid #4a5866; color: #4a5866; font-size: .875rem; white-space: nowrap; }
        .number { text-align: right; white-space: nowrap; }
        tfoot th, tfoot td { border-top: 2px solid #4a5866; font-weight: 700; }
        @page { margin: 15mm; }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } section { break-inside: avoid; } rect, .verdict { print-color-adjust: exact; } }
        """);

    /// <param name="title">Its name.</param>
    /// <param name="facts">Pairs of <c>dt</c> and <c>dd</c>.</param>
    /// <param name="body">A verdict, and sections.</param>
    public static Html Of(string title, Html facts, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{title}</title>
        <style>{s_style}</style>
        </head>
        <body>
        <main>
        <h1>{title}</h1>
        <dl class="facts">
        {facts}
        </dl>
        {body}
        </main>
        </body>
        </html>

        """);

    /// <summary>Whether the figures agree.</summary>
    /// <param name="agree">Whether they do.</param>
    /// <param name="agreement">Said where they do.</param>
    /// <param name="differences">One sentence for each check that did not hold.</param>
    public static Html Verdict(bool agree, string agreement, IEnumerable<string> differences) => agree
        ? Html.Of($"""<p class="verdict">{agreement}</p>""")
        : Html.Of($"""
            <div class="verdict faulty" role="alert">
            <p>合計が一致していません。</p>
            <ul>{differences.Select(difference => Html.Of($"<li>{difference}</li>"))}</ul>
            </div>
            """);
}
