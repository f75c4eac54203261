using Compensation.Common.Hosting;
using Compensation.Operations.Acts;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddOptions<AlarmOptions>().BindConfiguration(AlarmOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(ActTrail.TableName)
            .AddSingleton<ActTrail>()
            .RequireTable(AlarmList.TableName)
            .AddSingleton<IAlarmWayOut, AlarmWebhook>()
            .AddSingleton<AlarmList>()
            .AddSingleton<IAlarms>(provider => provider.GetRequiredService<AlarmList>());
    }
}
