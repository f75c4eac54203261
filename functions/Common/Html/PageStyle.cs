namespace Compensation.Common.Pages;

/// <summary>
/// The one stylesheet of all pages, people's and operators', sent inside each page: one round trip on a phone, and the policy names it by its hash.
/// Colours keep a contrast of at least 4.5 to 1, touch targets are at least 48 pixels high.
/// </summary>
internal static class PageStyle
{
    /// <summary>Browsers see line feeds whatever the source file has, and hash what they see.</summary>
    public static string Css => Fragment.ToString().ReplaceLineEndings("\n");

    public static readonly Html Fragment = Html.Of($$"""
        :root { --ink: #1b2733; --soft: #4a5866; --line: #8795a3; --pale: #eef3f7; --main: #0b4f7d; --warn: #8a1c1c; color-scheme: light; }
        *, *::before, *::after { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--pale); color: var(--ink); font: 1.0625rem/1.75 "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif;
          line-break: strict; word-break: auto-phrase; overflow-wrap: anywhere; }
        header, main, footer { max-width: 34rem; margin: 0 auto; padding-left: 1.25rem; padding-right: 1.25rem; }
        .masthead { background: var(--main); color: #fff; }
        header { padding-top: .875rem; padding-bottom: .875rem; }
        header p { margin: 0; }
        .programme { font-size: 1.125rem; font-weight: 700; line-height: 1.5; }
        .site { font-size: .875rem; }
        main { background: #fff; padding-top: 1.75rem; padding-bottom: 2rem; }
        h1 { font-size: 1.5rem; line-height: 1.45; margin: 0 0 1rem; }
        h3 { font-size: 1rem; line-height: 1.5; margin: 1.25rem 0 .25rem; }
        h2 { font-size: 1.125rem; line-height: 1.5; margin: 2rem 0 .5rem; }
        p { margin: 0 0 1rem; }
        main > :last-child { margin-bottom: 0; }
        .facts { margin: 0 0 1.75rem; border-top: 1px solid var(--line); }
        .facts > div { border-bottom: 1px solid var(--line); padding: .75rem 0; display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; justify-content: space-between; }
        dt { color: var(--soft); font-size: .9375rem; }
        dd { margin: 0; font-weight: 700; }
        dd > small { display: block; font-size: .9375rem; font-weight: 400; color: var(--soft); }
        .amount { font-size: 1.75rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
        .amount small { display: inline; font-size: 1rem; }
        fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; min-width: 0; }
        legend { font-weight: 700; font-size: 1.125rem; padding: 0; margin-bottom: .75rem; }
        .choice { display: flex; align-items: center; gap: .875rem; min-height: 3.75rem; padding: .75rem 1rem; margin-bottom: .625rem; border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
        .choice:hover { border-color: var(--main); }
        .choice:has(:checked) { border-color: var(--main); box-shadow: inset 0 0 0 1px var(--main); background: var(--pale); font-weight: 700; }
        input[type=radio], input[type=checkbox] { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--main); }
        .final { text-align: center; margin-bottom: .75rem; }
        button, .button { display: block; width: 100%; min-height: 3.5rem; padding: .75rem 1rem; border: 0; border-radius: .5rem; background: var(--main); color: #fff;
          font: inherit; font-size: 1.125rem; font-weight: 700; text-align: center; text-decoration: none; cursor: pointer; }
        button:hover, .button:hover { background: #083a5c; }
        :focus-visible { outline: 3px solid #b35900; outline-offset: 3px; }
        .choice:has(:focus-visible) { outline: 3px solid #b35900; outline-offset: 2px; }
        .choice :focus-visible { outline: 0; }
        .choice:has(:disabled) { cursor: default; border-style: dashed; background: none; color: var(--soft); }
        .choice small { display: block; font-size: .9375rem; font-weight: 400; color: var(--soft); }
        .field { margin-bottom: 1.5rem; }
        .field > label:not(.choice), .field > h1 > label { display: block; font-weight: 700; margin-bottom: .375rem; }
        .field > h1, legend > h1 { margin: 0; }
        .hint { margin: 0 0 .5rem; font-size: .9375rem; color: var(--soft); }
        .fault { margin: 0 0 .5rem; font-weight: 700; color: var(--warn); }
        .faulty { border-left: .375rem solid var(--warn); padding-left: .875rem; }
        input:not([type=radio], [type=checkbox]), textarea, select { display: block; width: 100%; min-height: 3rem; padding: .5rem .75rem; border: 1px solid var(--soft); border-radius: .375rem;
          background: #fff; color: var(--ink); font: inherit; }
        .faulty input:not([type=radio], [type=checkbox]), .faulty textarea { border: 2px solid var(--warn); }
        input.w4 { max-width: 8rem; }
        input.w8 { max-width: 12rem; }
        input.w12 { max-width: 16rem; }
        input.w20 { max-width: 24rem; }
        .errors { border: .25rem solid var(--warn); border-radius: .375rem; padding: 1rem; margin: 0 0 1.75rem; }
        .errors ul { list-style: none; padding: 0; }
        .errors h2 { margin: 0 0 .5rem; }
        .errors a { display: inline-block; padding: .5rem 0; color: var(--warn); font-weight: 700; }
        .errors li { margin: 0; }
        .change { font-weight: 400; margin-left: auto; }
        .wide .change { margin-left: 0; }
        .change a { display: inline-block; padding: .625rem 0; color: var(--main); }
        .way { margin: 1rem 0 0; }
        .issuer { display: block; width: fit-content; padding: .625rem 0; color: var(--main); }
        .address { border: 1px solid var(--line); border-radius: .375rem; padding: .75rem 1rem; font-weight: 700; }
        .way a { display: inline-block; padding: .625rem 0; color: var(--main); }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .ways { background: #fff; border-bottom: 1px solid var(--line); }
        .ways ul { list-style: none; max-width: 72rem; margin: 0 auto; padding: 0 .75rem; display: flex; flex-wrap: wrap; }
        .ways li { margin: 0; }
        .ways a { display: block; padding: .625rem .5rem; min-height: 3rem; color: var(--main); }
        .ways [aria-current] { font-weight: 700; box-shadow: inset 0 -3px var(--main); }
        .unwell, .unwell a { color: var(--warn); }
        dd a, .next a, .days a { display: inline-block; baseline-source: first; padding: .625rem 0; color: var(--main); }
        .next a.button { display: inline-block; width: auto; padding: .75rem 1.25rem; color: #fff; }
        .days { list-style: none; padding: 0; margin: 0 0 1rem; border-left: 3px solid var(--line); }
        .days li { padding: .25rem 0 .25rem 1rem; margin: 0; }
        .days .past { color: var(--soft); }
        .days .now { border-left: .375rem solid var(--main); margin-left: -.28rem; background: var(--pale); font-weight: 700; }
        .wide .table th, .wide .table td { min-width: 5.5rem; overflow-wrap: break-word; }
        .chart { display: block; width: 100%; max-width: 40rem; height: auto; margin: 0 0 1rem; }
        .quiet { background: #fff; color: var(--main); box-shadow: inset 0 0 0 2px var(--main); }
        .quiet:hover { background: var(--pale); }
        form + form { margin-top: .75rem; }
        form + p { margin-top: 1rem; }
        .languages { float: right; margin: -.5rem -.5rem 0 .75rem; }
        .languages a { display: inline-block; min-height: 3rem; padding: .5rem; color: #fff; }
        .masthead :focus-visible { outline-color: #fff; outline-offset: 0; }
        .wide header, .wide main, .wide footer { max-width: 72rem; }
        .wide form { max-width: 34rem; }
        .table { overflow-x: auto; margin: 0 0 1.75rem; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 700; padding-bottom: .5rem; }
        h1 + .table caption, h2 + .table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: .625rem .75rem .625rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; font-weight: 400; }
        thead th { color: var(--soft); font-size: .9375rem; }
        td a, th a { display: inline-block; baseline-source: first; padding: .625rem 0; color: var(--main); }
        .number { text-align: right; white-space: nowrap; }
        .qr { display: block; max-width: 14rem; margin: 0 auto 1rem; }
        .bars { display: block; width: calc(100% + 2rem); height: 5.5rem; margin: .75rem -1rem; }
        .error { border-left: .375rem solid var(--warn); background: #fdf2f2; color: var(--warn); font-weight: 700; padding: .75rem 1rem; }
        .code { border: 2px solid var(--main); border-radius: .5rem; padding: 1.25rem 1rem 1rem; margin-bottom: 1.5rem; text-align: center; }
        .code h2 { margin: 0; font-size: 1rem; color: var(--soft); }
        .code p { margin: 0; font-size: .9375rem; color: var(--soft); }
        .code button { margin-top: .75rem; }
        .code code { display: block; margin: .5rem 0; font: 700 1.5rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--ink); letter-spacing: .03em;
          word-break: keep-all; overflow-wrap: anywhere; -webkit-user-select: all; user-select: all; }
        ul { margin: 0; padding-left: 1.25rem; }
        li { margin-bottom: .25rem; }
        ul + p { margin-top: 1rem; }
        .several { border-left: .375rem solid var(--main); background: var(--pale); padding: .75rem 1rem; }
        .several a { display: block; width: max-content; padding: .5rem 0 0; font-weight: 700; color: var(--main); }
        .others ul { list-style: none; padding: 0; }
        .others a { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .875rem; min-height: 3.75rem; padding: .75rem 1rem; margin-bottom: .625rem; border: 1px solid var(--line);
          border-radius: .5rem; color: var(--main); }
        .others a:hover { border-color: var(--main); background: var(--pale); }
        .others strong { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
        footer { padding-top: 1.5rem; padding-bottom: 2.5rem; font-size: .9375rem; }
        footer h2 { font-size: 1rem; margin: 0 0 .25rem; }
        footer p { margin: 0 0 .25rem; }
        .phone { display: inline-block; padding: .25rem 0; font-size: 1.375rem; font-weight: 700; color: var(--main); line-height: 2; }
        .office { margin-top: .75rem; color: var(--soft); }
        @media (max-width: 35.99rem) {
          .stack table, .stack caption, .stack tbody, .stack tr, .stack tbody th, .stack td { display: block; }
          .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
          .wide .stack tbody th, .wide .stack td { min-width: 0; padding: .125rem 0; border: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
          .stack tr { padding: .625rem 0; border-bottom: 1px solid var(--line); }
          .stack tbody th { font-weight: 700; }
          .stack td::before { content: attr(data-head); display: block; font-size: .875rem; color: var(--soft); }
          .stack td:empty { display: none; }
        }
        @media (min-width: 48rem) { .wide .facts > div { justify-content: flex-start; } .wide dt { flex: 0 0 16rem; } .wide dd:first-of-type { flex: 1; } }
        @media (min-width: 36rem) { main { margin-top: 1.5rem; border-radius: .5rem; } }
        @media print { body { background: #fff; } button, .button { display: none; } }
        """);
}
