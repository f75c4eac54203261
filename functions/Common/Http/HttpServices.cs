using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Common.Http;

public static class HttpServices
{
    /// <summary>What all HTTP functions share: problems are written in the one JSON format too.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => JsonBody.Configure(options.SerializerOptions));
}
