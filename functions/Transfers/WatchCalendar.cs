using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers;

/// <summary>Says in time that the table of holidays ends, of campaigns that this installation carries out: when the app starts, and whenever transfers are looked after.</summary>
public sealed class WatchCalendar(CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs, IAlarms alarms, TimeProvider time, IOptions<TransferOptions> options) : IHostedService
{
    /// <summary>So long before the table's end.</summary>
    private const int WarningDays = 365;

    public Task StartAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (Campaign campaign in campaigns.All.Where(CountsWorkingDays).Where(campaign => campaign.BooksCloseAt.DateInJapan().AddDays(WarningDays) > JapaneseHolidays.Horizon))
        {
            await alarms.RaiseAsync(
                AlarmKind.CalendarEnds, campaign.Id, matter: string.Empty,
                $"The table of holidays ends on {JapaneseHolidays.Horizon:yyyy-MM-dd}, and {campaign.Id} counts working days until {campaign.BooksCloseAt.DateInJapan():yyyy-MM-dd}: renew it "
                + "(functions/Common/Calendar/refresh-holidays.mjs), or files for the bank and late links will be refused.", cancellationToken);
        }
    }

    /// <summary>Banks' for transfers, offices' for those who are accepted late.</summary>
    private bool CountsWorkingDays(Campaign campaign) =>
        runs.All(here => here.Runs(campaign.Id)) && time.GetUtcNow() < campaign.BooksCloseAt && ((campaign.BankTransfer is not null && options.Value.IsConfigured) || campaign.ApplicationSite is not null);
}
