using System.Globalization;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Applications;

/// <summary>What a campaign's applications were begun with, and which round is next: each morning's, and one more on the last day, before nobody can be written to any more.</summary>
public sealed record ApplicationsRun(CampaignId Campaign, DateTimeOffset ReceiptEndsAt, SendingRule Sending, int PageSize, DateTimeOffset NextAt)
{
    public static string InstanceIdOf(CampaignId campaign) => $"{campaign}:applications";

    /// <summary>So long before nobody can be written to any more the last round begins.</summary>
    private static readonly TimeSpan ForTheLast = TimeSpan.FromHours(1);

    /// <summary>The first round is the next one once the site is open.</summary>
    public static ApplicationsRun Of(Campaign campaign, WaveOptions waves, DateTimeOffset now)
    {
        DateTimeOffset opensAt = campaign.ApplicationSite!.OpensAt;
        ApplicationsRun run = new(campaign.Id, campaign.PrintedReceiptEndsAt, campaign.Sending, waves.PageSize, default);
        return run.From(now > opensAt ? now : opensAt, isBegun: false);
    }

    /// <summary>When the last round is: whoever is accepted later cannot be sent a link in time. It stays where it was when collecting is extended, which is for those who had been reached.</summary>
    public static DateTimeOffset LastOf(Campaign campaign) => LastOf(campaign.PrintedReceiptEndsAt, campaign.Sending);

    /// <summary>Mornings that have passed while this round went on are passed over; the last round is not.</summary>
    public ApplicationsRun After(DateTimeOffset instant) => From(instant + TimeSpan.FromTicks(1), isBegun: true);

    private ApplicationsRun From(DateTimeOffset instant, bool isBegun)
    {
        DateTimeOffset today = JapanTime.At(instant.DateInJapan(), Sending.DayStart);
        DateTimeOffset morning = today >= instant ? today : JapanTime.At(instant.DateInJapan().AddDays(1), Sending.DayStart);
        DateTimeOffset last = LastOf(ReceiptEndsAt, Sending);
        return this with { NextAt = last < morning && (last >= instant || (isBegun && NextAt < last)) ? last : morning };
    }

    private static DateTimeOffset LastOf(DateTimeOffset receiptEndsAt, SendingRule sending)
    {
        DateOnly day = (receiptEndsAt - TimeSpan.FromTicks(1)).DateInJapan();
        DateOnly lastDay = JapanTime.At(day, sending.DayStart) < receiptEndsAt ? day : day.AddDays(-1);
        (DateTimeOffset from, DateTimeOffset until) = (JapanTime.At(lastDay, sending.DayStart), JapanTime.At(lastDay, sending.DayEnd));
        DateTimeOffset last = (until < receiptEndsAt ? until : receiptEndsAt) - ForTheLast;
        return last > from ? last : from;
    }

    /// <summary>The link for those who were accepted too late for the application wave.</summary>
    public WavePlan Late(int people) => NoticeWaves.PlanForMarked(
        Campaign,
        string.Create(CultureInfo.InvariantCulture, $"accepted-{NextAt.DateInJapan():MMdd}{(NextAt == LastOf(ReceiptEndsAt, Sending) ? "-last" : string.Empty)}"),
        new NoticeOrder(NoticeKind.Issue, 1, EntitlementRoute.Application),
        new SendingWindow(NextAt, ReceiptEndsAt, Sending.DayStart, Sending.DayEnd),
        ReceiptEndsAt,
        Sending,
        AcceptApplication.Mark,
        people,
        PageSize);
}
