using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Compensation.Rehearsal.View;

/// <summary>Shows the progress while something runs: redrawn bars on a terminal, plain lines elsewhere.</summary>
internal static class LiveView
{
    private const int BarWidth = 30;
    private const int RedirectedWidth = 400;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(150);

    /// <summary>The console of this process: without colours, and with room for whole lines, where the output is not a terminal.</summary>
    public static IAnsiConsole Console()
    {
        bool terminal = !System.Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No, Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No });
        if (!terminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }

    /// <summary>Shows the progress until the work has ended.</summary>
    public static Task ShowAsync(IAnsiConsole console, Progress progress, Task work) =>
        console.Profile.Capabilities.Interactive ? ShowBarsAsync(console, progress, work) : ShowLinesAsync(console, progress, work);

    private static async Task ShowBarsAsync(IAnsiConsole console, Progress progress, Task work)
    {
        EventRate rate = new();
        await console.Live(Draw(progress, rate)).StartAsync(async live =>
        {
            while (!work.IsCompleted)
            {
                live.UpdateTarget(Draw(progress, rate));
                await Task.WhenAny(work, Task.Delay(Redraw));
            }

            live.UpdateTarget(Draw(progress, rate));
        });
        await work;
    }

    /// <summary>One line when a stage ends, so that a log shows what happened when.</summary>
    private static async Task ShowLinesAsync(IAnsiConsole console, Progress progress, Task work)
    {
        HashSet<Stage> told = [];
        while (true)
        {
            bool ended = work.IsCompleted;
            bool complete = work.IsCompletedSuccessfully;
            foreach (Stage stage in progress.Stages.Where(stage => (stage.HasEnded || complete) && told.Add(stage)))
            {
                console.WriteLine(LineOf(progress, stage));
            }

            if (ended)
            {
                await work;
                return;
            }

            await Task.WhenAny(work, Task.Delay(Redraw));
        }
    }

    /// <summary>When it was over, and what was done in it.</summary>
    internal static string LineOf(Progress progress, Stage stage) =>
        $"{progress.InJapan(stage.EndedAt ?? progress.Now)}  {progress.Language.Tell($"{stage.Title}：{stage.Done:N0}{stage.Unit}", $"{stage.Title}: {stage.Done:N0} {stage.Unit}")}";

    private static Grid Draw(Progress progress, EventRate rate)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().Width(BarWidth)).AddColumn(new GridColumn().NoWrap().RightAligned());
        grid.AddRow(
            new Markup($"[bold]{progress.InJapan(progress.Now)}[/]"),
            new Markup(string.Create(CultureInfo.InvariantCulture, $"[grey]{progress.Count:N0} {progress.Unit}[/]")),
            new Markup(string.Create(CultureInfo.InvariantCulture, $"[grey]{rate.Of(progress.Count):N0}/s[/]")));
        foreach (Stage stage in progress.Stages)
        {
            grid.AddRow(new Text(stage.Title), Bar(stage), new Text(string.Create(CultureInfo.InvariantCulture, $"{stage.Done:N0} {stage.Unit}")));
        }

        return grid;
    }

    private static IRenderable Bar(Stage stage)
    {
        double share = stage.HasEnded ? 1 : stage.Total == 0 ? 0 : (double)stage.Done / stage.Total;
        int full = (int)(share * BarWidth);
        string colour = stage.HasEnded ? "green" : "yellow";
        return new Markup($"[{colour}]{new string('━', full)}[/][grey23]{new string('━', BarWidth - full)}[/]");
    }

    /// <summary>How many a second of real time, over the last second or so.</summary>
    private sealed class EventRate
    {
        private readonly Queue<(long At, long Count)> _seen = new();

        public double Of(long count)
        {
            long now = Stopwatch.GetTimestamp();
            _seen.Enqueue((now, count));
            while (_seen.Count > 2 && Stopwatch.GetElapsedTime(_seen.Peek().At, now) > TimeSpan.FromSeconds(1))
            {
                _seen.Dequeue();
            }

            (long at, long before) = _seen.Peek();
            double seconds = Stopwatch.GetElapsedTime(at, now).TotalSeconds;
            return seconds < 0.05 ? 0 : (count - before) / seconds;
        }
    }
}
