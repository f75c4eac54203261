using Compensation.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers.</summary>
public static class ServiceCollectionExtensions
{
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker("", configure);

    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskWorker(name));
        return services;
    }

    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddTaskHub();
        return NamedBuilders<IDurableTaskWorkerBuilder>.Of(services).GetOrAdd(name ?? "", key =>
        {
            var builder = new DefaultDurableTaskWorkerBuilder(key, services);
            services.AddOptions<DurableTaskWorkerOptions>(key).Configure<IServiceProvider>((options, provider) =>
            {
                if (!options.DataConverterIsChosen && provider.GetService<DataConverter>() is { } converter)
                {
                    options.DataConverter = converter;
                }
            });
            services.AddSingleton(builder.Build);
            return builder;
        });
    }
}
