using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Waves;

/// <summary>Starting, pausing, resuming and stopping a wave. The same page sent twice finds it done.</summary>
public sealed class WaveTasks(WaveControl control, PlanWave plans, KeyedHash hash)
{
    public const string Plan = "plan";
    public const string Start = "start";

    private const string Pause = "pause";
    private const string Resume = "resume";
    private const string Stop = "stop";
    private const string Seen = "seen";
    private const string Changed = "Somebody else has changed it in between: look at it again.";

    internal static IReadOnlyList<string> For(WaveStanding standing) => standing switch
    {
        WaveStanding.Planned => [Start, Stop],
        WaveStanding.Running => [Pause, Stop],
        WaveStanding.Paused => [Resume, Stop],
        _ => [],
    };

    internal static string Title(Screen screen, string task) => task switch
    {
        Start => screen.Say("始める", "Start"),
        Pause => screen.Say("一時停止する", "Pause"),
        Resume => screen.Say("再開する", "Resume"),
        _ => screen.Say("中止する（もう送りません）", "Stop for good"),
    };

    /// <returns>The form; null where there is no such task.</returns>
    internal static TaskForm? FormOf(Screen screen, Wave wave, string task, WavePreview? outlook, PostedForm? sent = null) => task is not (Start or Pause or Resume or Stop) ? null
        : new TaskForm(Title(screen, task), $"waves/{wave.Plan.WaveId}")
        {
            Sent = sent,
            Words = Html.Of($"""
                <p>{wave.Plan.WaveId}{screen.Say("：", ": ")}{screen.Language.Of(wave.Standing)}{screen.Say("。", ". ")}{WordsOf(screen, task)}</p>
                {(outlook is null ? Html.Empty : Html.Of($"{Outlook(screen, outlook)}"))}
                """),
            Fields = task is Start or Resume ? TaskForm.Hidden(Seen, sent?[Seen] ?? SeenOf(wave)) : Html.Empty,
        };

    internal async Task<IResult> DoAsync(Screen screen, Wave wave, string task, TaskForm form, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        PostedForm sent = form.Sent!;
        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (form with { Errors = errors }).Show(screen);
        }

        string reason = sent[TaskForm.Reason];
        screen.Note(reason);
        SentAct act = SentAct.Of(hash, TaskForm.KeyOf(sent), screen.Person.Id.Value, $"{StandingOf(task)}", reason);
        string? refusal = IsOtherThanSeen(wave, task, sent) && !wave.Acts.Know(act) ? Changed
            : task == Start ? await StartAsync(screen, wave, orchestrations, cancellationToken)
            : await MoveAsync(screen, wave, StandingOf(task), reason, act, orchestrations, cancellationToken);
        return refusal is null ? new SeeOther(screen.At($"waves/{wave.Plan.WaveId}")) : (form with { Refusal = refusal }).Show(screen);
    }

    internal async Task<IResult> PlanAsync(Screen screen, string wave, PostedForm sent, CancellationToken cancellationToken)
    {
        (WaveRequest? request, string id, IReadOnlyList<FieldError> errors) = PlanTask.Read(screen, wave, sent);
        if (request is null)
        {
            return PlanTask.FormOf(screen, wave, sent, errors).Show(screen);
        }

        screen.Note(request.Reason);
        return await plans.HandleAsync(screen.Campaign, id, request, screen.Person.Name, cancellationToken) switch
        {
            WavePlanned.Kept => new SeeOther(screen.At($"waves/{id}")),
            WavePlanned.Faulty { Why: var why } => (PlanTask.FormOf(screen, wave, sent) with { Refusal = why }).Show(screen),
            WavePlanned.NotNow { Why: var why } => (PlanTask.FormOf(screen, wave, sent) with { Refusal = why }).Show(screen),
            _ => screen.NotFound(),
        };
    }

    private async Task<string?> StartAsync(Screen screen, Wave wave, DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        plans.WhyNotStart(wave)
        ?? (await plans.StartAsync(screen.Campaign, wave.Plan.WaveId, orchestrations, cancellationToken) is { Standing: not WaveStanding.Stopped } ? null : Changed);

    private async Task<string?> MoveAsync(Screen screen, Wave wave, WaveStanding next, string reason, SentAct act, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (await control.MoveAsync(wave.Plan.Id, next, reason, screen.Person.Name, cancellationToken, act) is not WaveMove.Done { Wave: var moved })
        {
            return Changed;
        }

        await orchestrations.WakeAsync(moved, cancellationToken);
        return null;
    }

    /// <summary>Whoever starts a wave has looked at this plan, and whoever resumes it has read what it was paused for: of another plan, or another pause, he has not.</summary>
    private static bool IsOtherThanSeen(Wave wave, string task, PostedForm sent) =>
        (task, wave.Standing) is (Start, WaveStanding.Planned) or (Resume, WaveStanding.Paused) && sent[Seen] != SeenOf(wave);

    private static string SeenOf(Wave wave) => wave.ChangedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static WaveStanding StandingOf(string task) => task switch
    {
        Pause => WaveStanding.Paused,
        Resume => WaveStanding.Running,
        _ => WaveStanding.Stopped,
    };

    private static SummaryList Outlook(Screen screen, WavePreview outlook) => new(screen.Language,
    [
        new(screen.Say("送る人数", "People"), screen.Say($"{outlook.People:N0}人（SMS {outlook.Sms:N0}、メール {outlook.Emails:N0}）", $"{outlook.People:N0} (SMS {outlook.Sms:N0}, e-mail {outlook.Emails:N0})")),
        new(screen.Say("SMSの通数", "SMS segments"), $"{outlook.SmsSegments:N0}"),
        new(screen.Say("費用", "Cost"), screen.Say($"{outlook.CostYen:N0}円", $"{outlook.CostYen:N0} yen")),
        .. outlook.Samples.Where(sample => sample.Channel == NoticeChannel.Sms).Select(sample => new SummaryRow(
            screen.Say("SMS 1通あたり", "Each SMS"), screen.Say($"{sample.Segments:N0}通分、{sample.YenEach:0.##}円", $"{sample.Segments:N0} {(sample.Segments == 1 ? "segment" : "segments")}, {sample.YenEach:0.##} yen"))),
        new(screen.Say("終わる見込み", "Ends"), screen.Language.Instant(outlook.EndsAt)),
    ]);

    private static string WordsOf(Screen screen, string task) => task switch
    {
        Start => screen.Say("送る時間になったら送りはじめます。", "It sends from the next hour of sending on."),
        Pause => screen.Say("百人分以内で止まります。止まった人には、再開したときに送ります。", "It halts within a hundred people; everybody else waits."),
        Resume => screen.Say("止まったところから続けます。二重に送ることはありません。", "It goes on where it stood; nobody is written to twice."),
        _ => screen.Say("取り消せません。残りの方は「未達」の一覧に載ります。", "It cannot be undone. Whom it has not come to is listed as unreached."),
    };
}
