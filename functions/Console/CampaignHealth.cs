using System.Collections.Frozen;
using System.Globalization;
using Compensation.Applications;
using Compensation.CallCentre;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Lifecycle.Deadlines;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Compensation.Waves;

namespace Compensation.ConsolePages;

/// <summary>Whether a campaign is well: one line for each thing that may want somebody, from what is on record and never by looking through everybody.</summary>
public sealed class CampaignHealth(
    CampaignCatalog campaigns, SealStore seals, ClosingReportStore reports, WaveStore waves, EntitlementMarks marks, CaseStore cases, ApplicationStore applications, TransferStore transfers, NoteStore notes, DeadlineDesk deadlines, AlarmList alarms, TimeProvider time)
{
    private static readonly TransferState[] s_unwell = [TransferState.Returned, TransferState.Review];

    /// <summary>What is counted by going through all that there are: nobody waits for it, however many look.</summary>
    private readonly PatientCount<CampaignId, int> _applications = new(id => applications.ReadOpenAsync(id, CancellationToken.None).Take(Most).CountAsync().AsTask(), time);

    private readonly PatientCount<CampaignId, int> _cases = new(id => cases.CountOpenAsync(id, CancellationToken.None), time);
    private readonly PatientCount<CampaignId, int> _transfers = new(id => transfers.CountAsync(campaigns[id], s_unwell, CancellationToken.None), time);

    /// <summary>More are not counted: the list behind the line has them all.</summary>
    private const int Most = 1_000;

    private static readonly TimeSpan s_recent = TimeSpan.FromDays(1);

    /// <summary>The lists behind the lines: whom a list does not open to learns nothing of how long it is.</summary>
    private static readonly FrozenDictionary<string, string> s_lists = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["waves"] = "ShowConsoleWaves",
        ["unreached"] = "ShowConsoleUnreached",
        ["stock"] = "ShowConsoleStock",
        ["cases"] = "ShowConsoleCases",
        ["applications"] = "ShowConsoleApplications",
        ["transfers"] = "ShowConsoleTransfers",
        ["deadline"] = "ShowConsoleDeadline",
        ["follow-ups"] = "ShowConsoleFollowUps",
        ["alarms"] = "ShowConsoleAlarms",
        ["reports"] = "ShowConsoleReports",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal async Task<IReadOnlyList<HealthLine>> ReadAsync(Screen screen, CancellationToken cancellationToken)
    {
        HealthLine?[] lines = await Task.WhenAll(
            BooksAsync(screen, cancellationToken),
            WavesAsync(screen, cancellationToken),
            UnreachedAsync(screen, cancellationToken),
            StockAsync(screen, cancellationToken),
            CasesAsync(screen, cancellationToken),
            ApplicationsAsync(screen, cancellationToken),
            TransfersAsync(screen, cancellationToken),
            DeadlineAsync(screen, cancellationToken),
            FollowUpsAsync(screen, cancellationToken),
            AlarmsAsync(screen, cancellationToken));
        return [.. lines.OfType<HealthLine>().Where(line => line.Path is null || screen.Opens(s_lists[line.Path]))];
    }

    private static Task<HealthLine?> Nothing => Task.FromResult<HealthLine?>(null);

    private async Task<HealthLine?> BooksAsync(Screen screen, CancellationToken cancellationToken)
    {
        string name = screen.Say("帳簿", "Books");
        if (await reports.FindAsync(screen.Campaign.Id, cancellationToken) is { } report)
        {
            return new HealthLine(name, report.Balanced ? screen.Say("締めて一致しています", "Closed, and they add up") : screen.Say("合計が一致していません", "They do not add up"), report.Balanced, "reports");
        }

        return await seals.FindAsync(screen.Campaign.Id, cancellationToken) is { Ledger: var ledger }
            ? new HealthLine(name, screen.Say($"確定済み：{ledger.People:N0}件 {ledger.Yen}", $"Sealed: {ledger.People:N0} rights, {ledger.Yen.Amount:N0} yen"), IsWell: true, "reports")
            : new HealthLine(name, screen.Now < screen.Campaign.CutoffAt ? screen.Say("確定前", "Not sealed yet") : screen.Say("確定の時刻を過ぎています", "Past the cutoff, and not sealed"), screen.Now < screen.Campaign.CutoffAt || screen.Campaign.Kind == CampaignKind.PointsAward, Path: null);
    }

    private async Task<HealthLine?> WavesAsync(Screen screen, CancellationToken cancellationToken)
    {
        List<Wave> all = await waves.ListWithoutAsync(screen.Campaign.Id, ResendRecord.Waves, cancellationToken).ToListAsync(cancellationToken);
        string words = string.Join(screen.Say("、", ", "), all
            .OrderBy(wave => wave.Standing).ThenBy(wave => wave.Plan.Window.StartsAt)
            .GroupBy(wave => screen.Of(wave.Standing, wave.Plan.Window.StartsAt), StringComparer.Ordinal)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Count()}")));
        return new HealthLine(screen.Say("送信", "Waves"), words.Length == 0 ? screen.Say("まだありません", "None yet") : words, all.TrueForAll(wave => wave.Standing != WaveStanding.Paused), "waves");
    }

    private async Task<HealthLine?> UnreachedAsync(Screen screen, CancellationToken cancellationToken)
    {
        int count = await marks.CountAsync(screen.Campaign.Id, Unreached.ForOperators, Most, cancellationToken);
        return Counted(screen, screen.Say("届いていない方", "Not reached"), count, "unreached");
    }

    private Task<HealthLine?> CasesAsync(Screen screen, CancellationToken cancellationToken) =>
        screen.Campaign.DoubleCharges is null ? Nothing : LookedAtAsync(screen, screen.Say("確認中の重複決済", "Open double charges"), _cases, "cases", cancellationToken);

    private Task<HealthLine?> ApplicationsAsync(Screen screen, CancellationToken cancellationToken) =>
        screen.Campaign.ApplicationSite is null ? Nothing : LookedAtAsync(screen, screen.Say("判断待ちの申請", "Applications waiting"), _applications, "applications", cancellationToken);

    private Task<HealthLine?> TransfersAsync(Screen screen, CancellationToken cancellationToken) =>
        screen.Campaign.BankTransfer is not { } offer || screen.Now < offer.OpensAt ? Nothing : LookedAtAsync(screen, screen.Say("戻ってきた振込・確認中の振込", "Transfers returned or in review"), _transfers, "transfers", cancellationToken);

    private static async Task<HealthLine?> LookedAtAsync(Screen screen, string name, PatientCount<CampaignId, int> counts, string path, CancellationToken cancellationToken) =>
        await counts.LookAsync(screen.Campaign.Id, cancellationToken) is { Count: var count } ? Counted(screen, name, count, path) : new HealthLine(name, screen.Say("数えています", "Being counted"), IsWell: true, path);

    /// <summary>Only in the last days before the deadline, and until it has been carried out.</summary>
    private async Task<HealthLine?> DeadlineAsync(Screen screen, CancellationToken cancellationToken)
    {
        if (screen.Campaign.Kind != CampaignKind.Compensation || screen.Now < screen.Campaign.PrintedReceiptEndsAt - ReceiptDeadlines.Window
            || await deadlines.ShowAsync(screen.Campaign.Id, cancellationToken) is not { ClosedAt: null } view)
        {
            return null;
        }

        int left = view.LostMinutes - view.ExtendedMinutes;
        return new HealthLine(screen.Say("期限前に停止した時間", "Lost before the deadline"), screen.Say($"{view.LostMinutes:N0}分（延長済み {view.ExtendedMinutes:N0}分）", $"{view.LostMinutes:N0} minutes, {view.ExtendedMinutes:N0} made good"), left <= 0, "deadline");
    }

    private async Task<HealthLine?> FollowUpsAsync(Screen screen, CancellationToken cancellationToken) =>
        Counted(screen, screen.Say("折り返し・あとでの対応（今日まで）", "Follow-ups due"), await notes.CountDueAsync(screen.Campaign.Id, screen.Now.DateInJapan(), Most, cancellationToken), "follow-ups");

    /// <summary>As of when it was last said: who has brought codes since knows that it was before.</summary>
    private async Task<HealthLine?> StockAsync(Screen screen, CancellationToken cancellationToken)
    {
        DateTimeOffset? shortAt = null;
        await foreach (Alarm alarm in RecentAsync(screen, cancellationToken).Where(alarm => alarm.Kind == AlarmKind.CodeStockLow))
        {
            shortAt = shortAt > alarm.LastAt ? shortAt : alarm.LastAt;
        }

        string words = shortAt is { } at ? screen.Say($"足りません（{screen.Language.Instant(at)}現在）", $"Codes were short at {screen.Language.Instant(at)}") : screen.Say("警報はありません", "No alarm");
        return new HealthLine(screen.Say("コードの在庫", "Stock of codes"), words, shortAt is null, "stock");
    }

    private async Task<HealthLine?> AlarmsAsync(Screen screen, CancellationToken cancellationToken) =>
        Counted(screen, screen.Say("警報（24時間以内）", "Alarms (24 hours)"), await RecentAsync(screen, cancellationToken).Take(Most).CountAsync(cancellationToken), "alarms");

    private IAsyncEnumerable<Alarm> RecentAsync(Screen screen, CancellationToken cancellationToken) => alarms.ReadSinceAsync(screen.Campaign.Id, screen.Now - s_recent, cancellationToken);

    private static HealthLine Counted(Screen screen, string name, int count, string path) =>
        new(name, count >= Most ? screen.Say($"{Most:N0}件以上", $"{Most:N0} or more") : screen.Say($"{count:N0}件", count.ToString("N0", CultureInfo.InvariantCulture)), count == 0, path);
}

/// <summary>One thing of a campaign.</summary>
/// <param name="Name">What.</param>
/// <param name="Words">How it stands.</param>
/// <param name="IsWell">Whether nobody is needed.</param>
/// <param name="Path">The list behind it; null where there is none.</param>
internal sealed record HealthLine(string Name, string Words, bool IsWell, string? Path);
