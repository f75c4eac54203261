using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Waves;

public static class WaveServices
{
    public static IServiceCollection AddWaves(this IServiceCollection services)
    {
        services.RequireTable(WaveStore.TableName);
        services.AddOptions<WaveOptions>().BindConfiguration(WaveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<WaveStore>().AddSingleton<WaveControl>().AddSingleton<WaveAudience>().AddSingleton<ShowWaves>();
    }
}
