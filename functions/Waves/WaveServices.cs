using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Waves;

public static class WaveServices
{
    public static IServiceCollection AddWaves(this IServiceCollection services)
    {
        services.AddOptions<WaveOptions>().BindConfiguration(WaveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
