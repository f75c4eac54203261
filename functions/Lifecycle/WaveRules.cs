using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Lifecycle;

/// <summary>What an operator's wave has to keep to.</summary>
internal static partial class WaveRules
{
    /// <summary>What else runs for a campaign under a name of its own.</summary>
    private static readonly FrozenSet<string> s_taken = FrozenSet.ToFrozenSet(
        ["applications", "closing", "computation", "corrections", "fallbacks", "grant", "interim", "late-codes", "notices", "persons", "seal", "transfers"], StringComparer.Ordinal);

    /// <summary>How the names begin of waves and other work that the app begins by itself, day by day or for somebody.</summary>
    private static readonly string[] s_beginnings =
        ["accepted-", "awards-", "bulk-", "case-", "closing-", "codes-", "correct-", "fallback-", "granted-", "interim-", "resend-", "supplement-", "transfers-"];

    public static IEnumerable<string> FaultsOf(Campaign campaign, string wave, WaveRequest body, TimeSpan reminderLeadTime, DateTimeOffset now)
    {
        if (!WaveName().IsMatch(wave))
        {
            yield return "the wave's id in the address: expected 2 to 40 lower-case letters, digits and hyphens, a letter first";
        }

        if (IsTaken(campaign, wave))
        {
            yield return "the wave's id in the address: the campaign's own waves, or other work of the app, bear it or will; expected another, such as reminder-extra";
        }

        if (campaign.Award is null && body.Notice is not (NoticeKind.Issue or NoticeKind.Reminder))
        {
            yield return "notice: expected issue or reminder";
        }

        if (campaign.Award is not null && (body.Notice != NoticeKind.Granted || !campaign.NotifiesGrants))
        {
            yield return campaign.NotifiesGrants ? "notice: expected granted" : "notice: expected none, because the campaign's file has no grantNotice";
        }

        if (body.Notice == NoticeKind.Reminder && (body.Number <= campaign.Reminders.Count || body.Number > 63))
        {
            yield return $"number: expected {campaign.Reminders.Count + 1} to 63, because the campaign's own reminders are numbered up to {campaign.Reminders.Count}";
        }

        if (body.Notice.IsFirst() && body.Number != 1)
        {
            yield return $"number: expected 1, because everybody gets one {(body.Notice == NoticeKind.Issue ? "issue" : "granted")} notice";
        }

        DateTimeOffset earliest = campaign.Grant?.StartsAt ?? campaign.CutoffAt;
        if (body.From < earliest)
        {
            yield return $"from: expected no earlier than {JapanTime.Stated(earliest)}: nobody is owed anything before";
        }

        if (body.Notice == NoticeKind.Reminder && campaign.ReceiptEndsAt - reminderLeadTime is var last && body.From >= last)
        {
            yield return $"from: expected before {JapanTime.Stated(last)}: so near the deadline nobody is reminded any more";
        }

        if (body.From >= body.Until || body.Until <= now)
        {
            yield return "until: expected an instant after from and after now";
        }
        else if (new SendingWindow(body.From, body.Until, campaign.Sending.DayStart, campaign.Sending.DayEnd).NextOpening(now) >= body.Until)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"from, until: expected hours of sending between them, {campaign.Sending.DayStart:HH\\:mm} to {campaign.Sending.DayEnd:HH\\:mm} in Japan: nobody could be written to");
        }

        if (body.Until > campaign.NoticesEndAt)
        {
            yield return $"until: expected no later than {JapanTime.Stated(campaign.NoticesEndAt)}, {(campaign.Award is null ? "the deadline of collecting" : "when the last members have been told")}";
        }

        if (body.PerMinute is { Sms: < 1 } or { Email: < 1 })
        {
            yield return "perMinute: expected 1 or more for each channel";
        }

        if (body.Canary is { } canary && (canary.People is < 1 or > 10_000 || canary.WaitMinutes is < 1 or > 1440))
        {
            yield return "canary: expected people 1 to 10000 and waitMinutes 1 to 1440";
        }

        if (body.StopRule is { } rule && (rule.FailurePercent is < 1 or > 99 || rule.AtLeast is < 1 or > 100_000))
        {
            yield return "stopRule: expected failurePercent 1 to 99 and atLeast 1 to 100000";
        }

        if (body.Departure is not null && !Operators.IsLine(body.Departure, 500))
        {
            yield return "departure: expected nothing, or 1 to 500 characters on one line";
        }

        if (!Operators.IsLine(body.Reason, 500))
        {
            yield return PrintedWaves.DeparturesOf(campaign, body) is { Count: > 0 } departures
                ? $"reason: expected why the wave leaves what the campaign's file prints, 1 to 500 characters on one line: {string.Join("; ", departures)}"
                : "reason: expected 1 to 500 characters on one line";
        }
    }

    /// <summary>An operator's wave under such a name would keep the app's own from being walked: it would find itself ended, or begun.</summary>
    private static bool IsTaken(Campaign campaign, string wave) =>
        s_taken.Contains(wave)
        || s_beginnings.Any(beginning => wave.StartsWith(beginning, StringComparison.Ordinal))
        || campaign.Waves.Any(printed => string.Equals(printed.WaveId, wave, StringComparison.Ordinal))
        || Enumerable.Range(1, campaign.Reminders.Count).Any(number => string.Equals(string.Create(CultureInfo.InvariantCulture, $"reminder-{number}"), wave, StringComparison.Ordinal));

    [GeneratedRegex("^[a-z][a-z0-9-]{1,39}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WaveName();
}
