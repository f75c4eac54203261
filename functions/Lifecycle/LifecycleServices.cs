using Compensation.Campaigns;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Lifecycle;

public static class LifecycleServices
{
    public static IServiceCollection AddLifecycle(this IServiceCollection services)
    {
        services.AddOptions<LifecycleOptions>().BindConfiguration(LifecycleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ICampaignsRunHere, CampaignsRunHere>();
    }
}
