using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Local.Host.Workers;

/// <summary>Where a worker in this process would listen: it gets the host's own requests, with their bodies and their responses, and listens nowhere.</summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, Task>? _serve;

    public InProcessServer() => Features.Set<IServerAddressesFeature>(new Addresses());

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task ServeAsync(HttpContext outer) =>
        (_serve ?? throw new InvalidOperationException("The app has no HTTP functions: its builder was not told ConfigureFunctionsWebApplication()."))(FeaturesOf(outer.Features));

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = features => ServeAsync(application, features);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _serve = null;

    private static async Task ServeAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        TContext context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        }
        catch (Exception failure)
        {
            application.DisposeContext(context, failure);
            throw;
        }
    }

    /// <summary>The exchange itself, and nothing of what the host has made of it: its endpoint and its services are not the worker's.</summary>
    private static FeatureCollection FeaturesOf(IFeatureCollection outer)
    {
        FeatureCollection features = new();
        Hand<IHttpRequestFeature>(outer, features);
        Hand<IHttpRequestBodyDetectionFeature>(outer, features);
        Hand<IHttpRequestIdentifierFeature>(outer, features);
        Hand<IHttpRequestLifetimeFeature>(outer, features);
        Hand<IHttpMaxRequestBodySizeFeature>(outer, features);
        Hand<IHttpConnectionFeature>(outer, features);
        Hand<IHttpResponseFeature>(outer, features);
        Hand<IHttpResponseBodyFeature>(outer, features);
        Hand<IHttpResetFeature>(outer, features);
        return features;
    }

    private static void Hand<T>(IFeatureCollection from, IFeatureCollection to)
    {
        if (from.Get<T>() is { } feature)
            to.Set(feature);
    }

    private sealed class Addresses : IServerAddressesFeature
    {
        ICollection<string> IServerAddressesFeature.Addresses { get; } = [];

        public bool PreferHostingUrls { get; set; }
    }
}
