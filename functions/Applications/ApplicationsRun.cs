using System.Globalization;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Applications;

/// <summary>What a campaign's applications were begun with, and which morning is next.</summary>
public sealed record ApplicationsRun(CampaignId Campaign, DateTimeOffset ReceiptEndsAt, SendingRule Sending, int PageSize, DateTimeOffset NextAt)
{
    public static string InstanceIdOf(CampaignId campaign) => $"{campaign}:applications";

    /// <summary>The first morning is the one after the site opens.</summary>
    public static ApplicationsRun Of(Campaign campaign, WaveOptions waves, DateTimeOffset now)
    {
        DateTimeOffset opensAt = campaign.ApplicationSite!.OpensAt;
        ApplicationsRun run = new(campaign.Id, campaign.ReceiptEndsAt, campaign.Sending, waves.PageSize, default);
        return run.After(now > opensAt ? now : opensAt);
    }

    public ApplicationsRun After(DateTimeOffset instant) => this with { NextAt = JapanTime.At(instant.DateInJapan().AddDays(1), Sending.DayStart) };

    /// <summary>The link for those who were accepted too late for the application wave.</summary>
    public WavePlan Late(int people) => NoticeWaves.PlanForMarked(
        Campaign,
        string.Create(CultureInfo.InvariantCulture, $"accepted-{NextAt.DateInJapan():MMdd}"),
        new NoticeOrder(NoticeKind.Issue, 1, EntitlementRoute.Application),
        new SendingWindow(NextAt, ReceiptEndsAt, Sending.DayStart, Sending.DayEnd),
        ReceiptEndsAt,
        Sending,
        AcceptApplication.Mark,
        people,
        PageSize);
}
