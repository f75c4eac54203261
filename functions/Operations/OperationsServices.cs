using Compensation.Common.Hosting;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddOptions<AlarmOptions>().BindConfiguration(AlarmOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(AlarmList.TableName)
            .AddSingleton<AlarmList>()
            .AddSingleton<IAlarms>(provider => provider.GetRequiredService<AlarmList>());
    }
}
