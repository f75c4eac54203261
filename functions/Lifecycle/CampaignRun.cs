using System.Globalization;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Transfers;
using Compensation.Waves;

namespace Compensation.Lifecycle;

/// <summary>What one run of a campaign was started with. A run keeps the plan it started with, whatever the files say later.</summary>
public sealed record CampaignRun(
    CampaignId Campaign,
    DateTimeOffset CutoffAt,
    IReadOnlyList<IssueWave> Waves,
    IReadOnlyList<DateTimeOffset> Reminders,
    DateTimeOffset ReceiptEndsAt,
    SendingRule Sending,
    int PageSize,
    int LanesMax)
{
    /// <summary>A page of the wave before may be under way for so long when the next reminder's wave begins.</summary>
    private static readonly TimeSpan ChangeOver = TimeSpan.FromMinutes(15);

    /// <summary>A reminder lapses so long before the deadline.</summary>
    public TimeSpan ReminderLeadTime { get; init; }

    /// <summary>When the books close, where transfers are paid after the receipt deadline; null where they close at that deadline.</summary>
    public DateTimeOffset? BooksCloseAt { get; init; }

    /// <summary>The days on which transfers are paid; null where none are.</summary>
    public TransferDays? Transfers { get; init; }

    public static CampaignRun Of(Campaign campaign, WaveOptions waves, NoticeOptions notices, TransferOptions transfers) => new(
        campaign.Id, campaign.CutoffAt, campaign.Waves, campaign.Reminders, campaign.ReceiptEndsAt, campaign.Sending, waves.PageSize, waves.Lanes)
    {
        ReminderLeadTime = notices.ReminderLeadTime,
        BooksCloseAt = campaign.BooksCloseAt > campaign.ReceiptEndsAt ? campaign.BooksCloseAt : null,
        Transfers = TransferDays.Of(campaign, transfers, waves),
    };

    public PersonsToJoin Persons(SealedLedger ledger) => new(Campaign, ledger.ShardSizes.Count);

    /// <summary>The issue wave, spread over its window.</summary>
    public WavePlan Issue(IssueWave wave, SealedLedger ledger) =>
        Notices(wave.WaveId, new NoticeOrder(NoticeKind.Issue, 1, wave.Route), Within(wave.StartsAt, wave.EndsAt), spread: true, ledger);

    /// <summary>A reminder, from its instant on as fast as the pace allows. Whom it has not come to when the next is due, or the deadline near, gets none of it: reminders do not pile up.</summary>
    public WavePlan Reminder(int number, SealedLedger ledger)
    {
        DateTimeOffset last = ReceiptEndsAt - ReminderLeadTime;
        DateTimeOffset lapses = number < Reminders.Count && Reminders[number] - ChangeOver is var next && next < last ? next : last;
        return Notices($"reminder-{number}", new NoticeOrder(NoticeKind.Reminder, number, null), Within(Reminders[number - 1], ReceiptEndsAt), spread: false, ledger) with { Deadline = lapses };
    }

    /// <summary>The morning after the first wave has begun.</summary>
    public FallbackDays Fallbacks() => new(this, JapanTime.At(Waves[0].StartsAt.DateInJapan().AddDays(1), Sending.DayStart));

    /// <summary>One day's fallbacks, as fast as the pace allows.</summary>
    public WavePlan Fallback(DateTimeOffset day, int people)
    {
        string waveId = string.Create(CultureInfo.InvariantCulture, $"fallback-{day.DateInJapan():MMdd}");
        return NoticeWaves.PlanForMarked(Campaign, waveId, new NoticeOrder(NoticeKind.Fallback, 1, null), Within(day, ReceiptEndsAt), ReceiptEndsAt, Sending, Unreached.FallbackDue, people, PageSize);
    }

    /// <summary>The pass over everybody after the deadline.</summary>
    public WavePlan Expiry(SealedLedger ledger) => new(
        Campaign, "expiry", ExpireUnclaimed.ActionName, string.Empty, new SendingWindow(ReceiptEndsAt, DateTimeOffset.MaxValue, TimeOnly.MinValue, TimeOnly.MinValue),
        Spread: false, PageSize, LanesMax, ledger.ShardSizes);

    /// <summary>The pass over those who took points after their transfer had come back, before the books close.</summary>
    public WavePlan ExpiryBeforeBooksClose(SealedLedger ledger) => Expiry(ledger) with
    {
        WaveId = "expiry-before-closing",
        Argument = ExpireUnclaimed.BeforeBooksClose,
        Window = new SendingWindow(BooksCloseAt ?? ReceiptEndsAt, DateTimeOffset.MaxValue, TimeOnly.MinValue, TimeOnly.MinValue),
    };

    public CloseOrder InterimBooks(SealedLedger ledger) => Books(ledger) with { IsInterim = true };

    public CloseOrder Books(SealedLedger ledger) => new(Campaign, ledger.ShardSizes.Count, ledger.Seal, new PeopleAndYen(ledger.People, ledger.Yen));

    private SendingWindow Within(DateTimeOffset start, DateTimeOffset end) => new(start, end, Sending.DayStart, Sending.DayEnd);

    private WavePlan Notices(string waveId, NoticeOrder order, SendingWindow window, bool spread, SealedLedger ledger) =>
        NoticeWaves.Plan(Campaign, waveId, order, window, ReceiptEndsAt, Sending, new WaveSize(PageSize, LanesMax, ledger.ShardSizes)) with { Spread = spread };
}
