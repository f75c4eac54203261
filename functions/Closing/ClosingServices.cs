using Compensation.Campaigns.Deadlines;
using Compensation.Common.Hosting;
using Compensation.Waves;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Closing;

public static class ClosingServices
{
    /// <summary>Expiry and the closing report. Needs entitlements, notices and payouts.</summary>
    public static IServiceCollection AddClosing(this IServiceCollection services) => services
        .AddReceiptDeadlines()
        .AddSingleton<ClosingReportStore>()
        .AddSingleton<MarkPersons>()
        .AddSingleton<BeginInterimReport>()
        .AddSingleton<IWaveAction, ExpireUnclaimed>()
        .RequireTable(ClosingReportStore.TableName);
}
