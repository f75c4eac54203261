using Compensation.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients.</summary>
public static class ServiceCollectionExtensions
{
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient("", configure);

    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskClient(name));
        return services;
    }

    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddTaskHub();
        services.TryAddSingleton<IDurableTaskClientProvider, ClientProvider>();
        return NamedBuilders<IDurableTaskClientBuilder>.Of(services).GetOrAdd(name ?? "", key =>
        {
            var builder = new DefaultDurableTaskClientBuilder(key, services);
            services.AddOptions<DurableTaskClientOptions>(key).Configure<IServiceProvider>((options, provider) =>
            {
                if (!options.DataConverterIsChosen && provider.GetService<DataConverter>() is { } converter)
                {
                    options.DataConverter = converter;
                }
            });
            services.AddSingleton(provider => new ClientContainer(key, builder.Build(provider)));
            return key.Length == 0 ? builder.RegisterDirectly() : builder;
        });
    }

    internal sealed record ClientContainer(string Name, DurableTaskClient Client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }

    internal sealed class ClientProvider(IEnumerable<ClientContainer> clients) : IDurableTaskClientProvider
    {
        public DurableTaskClient GetClient(string? name = null)
        {
            name ??= "";
            return clients.FirstOrDefault(container => string.Equals(container.Name, name, StringComparison.Ordinal))?.Client
                ?? throw new ArgumentOutOfRangeException(nameof(name), name, "No durable task client with this name was added.");
        }
    }
}
