using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Waves;

namespace Compensation.ConsolePages.Waves;

/// <summary>What is read of waves.</summary>
internal static class WavePage
{
    public static Page List(Screen screen, Html charts, IReadOnlyList<Wave> waves)
    {
        string title = screen.Say("送信", "Waves");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            {(screen.Opens("DoConsoleWaveTask") ? Html.Of($"<p class=\"way\">{screen.Link("waves/new/plan", screen.Say("送信を計画する", "Lay a wave down"))}</p>") : Html.Empty)}
            {new Table(title, [screen.Say("送信", "Wave"), screen.Say("状態", "Standing"), screen.Say("期間", "Window"), "#" + screen.Say("人数", "People"), screen.Say("わけ", "Reason")],
                [.. waves.Select(wave => (Html[])[
                    screen.Link($"waves/{wave.Plan.WaveId}", wave.Plan.WaveId),
                    Html.Of($"{screen.Of(wave.Standing, wave.Plan.Window.StartsAt)}"),
                    Html.Of($"{screen.Language.Instant(wave.Plan.Window.StartsAt)} – {screen.Language.Instant(wave.Plan.Window.EndsAt)}"),
                    Html.Of($"{wave.Plan.ShardSizes.Sum(size => (long)size):N0}"),
                    Html.Of($"{wave.Reason}")])])
        { None = screen.Say("まだありません。確定のあとに計画されます。", "None yet: they are planned once the balances are sealed.") }}
            <p>{screen.Say("終わった再送は一覧に出ません。お客様の記録にあります。", "Links that were sent again stand here until they have gone out; then with each person.")}</p>
            {charts}
            """)) with
        { Script = SeriesCharts.Script, Fetches = true };
    }

    public static Page One(Screen screen, WaveView wave)
    {
        string title = screen.Say("送信", "Wave");
        IReadOnlyDictionary<string, long> counts = wave.Result?.Counts ?? wave.Progress?.Counts ?? Counters.None;
        return screen.Page($"{title} {wave.Id}", Html.Of($"""
            <h1>{title} {wave.Id}</h1>
            <p class="several">{screen.Of(wave.Standing, wave.Plan.Window.StartsAt)}{(wave.Reason.Length > 0 ? screen.Say($"：{wave.Reason}", $": {wave.Reason}") : string.Empty)}{screen.Say($"（{wave.ChangedBy}、{screen.Language.Instant(wave.ChangedAt)}）", $" ({wave.ChangedBy}, {screen.Language.Instant(wave.ChangedAt)})")}</p>
            {wave.Warnings.Select(warning => Html.Of($"<p class=\"error\">{warning}</p>"))}
            {new SummaryList(screen.Language, [
                new(screen.Say("期間", "Window"), $"{screen.Language.Instant(wave.Plan.Window.StartsAt)} – {screen.Language.Instant(wave.Plan.Window.EndsAt)}"),
                new(screen.Say("送る時間", "Hours"), string.Create(CultureInfo.InvariantCulture, $"{wave.Plan.Window.DayStart:HH:mm}–{wave.Plan.Window.DayEnd:HH:mm}")),
                new(screen.Say("人数", "People"), wave.Plan.People.ToString("N0", CultureInfo.InvariantCulture)),
                new(screen.Say("最初に少数へ", "Canary"), wave.Plan.Canary is { } canary ? screen.Say($"{canary.People}人に送り、{canary.Wait.TotalMinutes:N0}分待つ", $"{canary.People} people, then {canary.Wait.TotalMinutes:N0} minutes") : screen.Say("なし", "none")),
                new(screen.Say("自動で止まる条件", "Stop rule"), wave.Plan.StopRule is { } rule ? screen.Say($"失敗が{rule.FailurePercent}%を超えたら", $"more than {rule.FailurePercent}% fail") : screen.Say("なし", "none"))])}
            <h2>{screen.Say("結果", "What it did")}</h2>
            {WaveChart.Of(screen, wave.Plan.People, counts)}
            <p class="way">{screen.Link($"waves/{wave.Id}?count=yes", screen.Say("いまの到着状況を数える", "Count what was reported until now"))}</p>
            {(screen.Opens("DoConsoleWaveTask") ? Html.Concat(WaveTasks.For(wave.Standing).Select(task => Html.Of($"<p class=\"way\">{screen.Link($"waves/{wave.Id}/{task}", WaveTasks.Title(screen, task))}</p>\n"))) : Html.Empty)}
            <p class="way">{screen.Link("waves", screen.Say("送信の一覧", "All waves"))}</p>
            """));
    }
}
