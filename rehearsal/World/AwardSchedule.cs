using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.Members;

namespace Compensation.Rehearsal.World;

/// <summary>When the rehearsal of a points award itself does something.</summary>
/// <param name="Deliveries">When each purchase file is handed in. The first is the beginning: an hour before the period ends.</param>
/// <param name="Contacts">When the files of contacts are handed in: once the points are computed, and once the last purchases are.</param>
/// <param name="AsksForReportAt">The closing report is asked for, and then every hour.</param>
/// <param name="GivesUpAt">A campaign that has not closed by then never will.</param>
internal sealed record AwardSchedule(IReadOnlyList<DateTimeOffset> Deliveries, IReadOnlyList<DateTimeOffset> Contacts, DateTimeOffset AsksForReportAt, DateTimeOffset GivesUpAt)
{
    private const int DaysBeforeGrants = 7;
    private const int DaysAfterGrants = 10;
    private const int DaysUntilComputed = 2;

    private static readonly TimeOnly Morning = new(10, 0);

    public static AwardSchedule Of(PointsAward award, PointsGrant grant) => new(
        [
            award.EndsAt.AddHours(-1),
            MorningOf(grant.StartsAt.AddDays(-DaysBeforeGrants)),
            MorningOf(grant.StartsAt + ((grant.EndsAt - grant.StartsAt) / 2)),
            MorningOf(grant.EndsAt.AddDays(DaysAfterGrants)),
        ],
        [grant.StartsAt.AddHours(1), MorningOf(grant.EndsAt.AddDays(DaysAfterGrants + DaysUntilComputed))],
        grant.CorrectionsEndAt.AddHours(1),
        grant.CorrectionsEndAt.AddDays(14));

    public DateTimeOffset DeliveredAt(Delivery delivery) => Deliveries[(int)delivery];

    private static DateTimeOffset MorningOf(DateTimeOffset instant) => JapanTime.At(instant.DateInJapan(), Morning);
}
