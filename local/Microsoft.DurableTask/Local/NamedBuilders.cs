using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local;

/// <summary>The builders of one service collection, so that adding a name twice continues its first builder.</summary>
internal sealed class NamedBuilders<TBuilder> where TBuilder : class
{
    private readonly Dictionary<string, TBuilder> _builders = new(StringComparer.Ordinal);

    public static NamedBuilders<TBuilder> Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(NamedBuilders<TBuilder>))?.ImplementationInstance
            is NamedBuilders<TBuilder> existing)
        {
            return existing;
        }

        var added = new NamedBuilders<TBuilder>();
        services.AddSingleton(added);
        return added;
    }

    public TBuilder GetOrAdd(string name, Func<string, TBuilder> create)
    {
        if (!_builders.TryGetValue(name, out TBuilder? builder))
        {
            builder = create(name);
            _builders.Add(name, builder);
        }

        return builder;
    }
}
