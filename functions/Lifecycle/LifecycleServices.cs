using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Lifecycle.Deadlines;
using Compensation.Lifecycle.Preflight;
using Compensation.Notices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle;

public static class LifecycleServices
{
    public static IServiceCollection AddLifecycle(this IServiceCollection services)
    {
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ICampaignsRunHere, CampaignsRunHere>()
            .AddSingleton<KeptPasses>()
            .AddSingleton<WatchCampaigns>()
            .AddSingleton<PlanWave>()
            .AddSingleton<DeadlineDesk>()
            .AddSingleton<IReportChapter, DeadlineChapter>()
            .AddSingleton<InstallationChecks>()
            .AddSingleton<StockCheck>()
            .AddSingleton<IssuersCheck>()
            .AddSingleton<SenderChecks>()
            .AddSingleton<IValidateOptions<NoticeOptions>, RemindersCanGoOut>();
    }
}
