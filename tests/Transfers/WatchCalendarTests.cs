using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Operations.Alarms;
using Compensation.Tests.Coupons;
using Compensation.Transfers;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Transfers;

public class WatchCalendarTests
{
    private static readonly DateTimeOffset TableEnds = new(JapaneseHolidays.Horizon.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    [Theory]
    [InlineData(-400, true, false)]
    [InlineData(-300, true, true)]
    [InlineData(10, true, true)]
    [InlineData(10, false, false)]
    public async Task At_the_start_of_the_app_it_is_said_a_year_before_that_the_table_of_holidays_ends_for_a_campaign_that_runs_here(int days, bool runs, bool said)
    {
        RecordedAlarms alarms = new();
        Campaign campaign = TransferWorld.Campaign with { ReceiptEndsAt = TableEnds.AddDays(days), BankTransfer = TransferWorld.Campaign.BankTransfer! with { EndsAt = TableEnds.AddDays(days) } };
        WatchCalendar watch = new(new CampaignCatalog([campaign]), [new RunsHere(runs)], alarms, new StandingClock(TableEnds.AddDays(days - 60)), Options.Create(new TransferOptions()));

        await watch.StartAsync(CancellationToken.None);

        Assert.Equal(said ? [AlarmKind.CalendarEnds] : [], alarms.Raised);
    }

    private sealed class RunsHere(bool runs) : ICampaignsRunHere
    {
        public bool Runs(CampaignId campaign) => runs;
    }
}
