using Compensation.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.DurableTask.Client;

/// <summary>Sets up one client.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>The client's name; empty for the default one.</summary>
    string Name { get; }

    IServiceCollection Services { get; }

    /// <summary>The type of client to build; null for the one on tables.</summary>
    Type? BuildTarget { get; set; }

    DurableTaskClient Build(IServiceProvider serviceProvider);
}

/// <summary>Finds clients by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <param name="name">The client's name; null for the default one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no client of that name.</exception>
    DurableTaskClient GetClient(string? name = null);
}

/// <inheritdoc cref="IDurableTaskClientBuilder"/>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    private Type? _target;

    public string Name { get; } = name ?? "";

    public IServiceCollection Services { get; } = services;

    public Type? BuildTarget
    {
        get => _target;
        set
        {
            if (value is not null && !typeof(DurableTaskClient).IsAssignableFrom(value))
            {
                throw new ArgumentException($"{value} is not a {nameof(DurableTaskClient)}.", nameof(value));
            }

            _target = value;
        }
    }

    public DurableTaskClient Build(IServiceProvider serviceProvider) =>
        (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, _target ?? typeof(TableDurableTaskClient), Name);
}

/// <summary>Options of a client builder.</summary>
public static class DurableTaskBuilderExtensions
{
    public static IDurableTaskClientBuilder Configure(
        this IDurableTaskClientBuilder builder, Action<DurableTaskClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    /// <summary>Lets the client be injected as <see cref="DurableTaskClient"/>. The default client is without this.</summary>
    public static IDurableTaskClientBuilder RegisterDirectly(this IDurableTaskClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(services => services.GetRequiredService<IDurableTaskClientProvider>().GetClient(builder.Name));
        return builder;
    }

    public static IDurableTaskClientBuilder UseBuildTarget(this IDurableTaskClientBuilder builder, Type target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.BuildTarget = target;
        return builder;
    }
}
