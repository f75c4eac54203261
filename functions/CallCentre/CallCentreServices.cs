using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.CallCentre;

public static class CallCentreServices
{
    public static IServiceCollection AddCallCentre(this IServiceCollection services)
    {
        services.AddOptions<CallCentreOptions>().BindConfiguration(CallCentreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(ResendStore.TableName)
            .AddSingleton<ResendStore>()
            .AddSingleton<ResendCheck>()
            .AddSingleton<PlanResend>()
            .AddSingleton<CorrectContact>();
    }
}
