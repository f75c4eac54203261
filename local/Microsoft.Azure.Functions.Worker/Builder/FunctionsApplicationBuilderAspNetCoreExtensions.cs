using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets HTTP functions take ASP.NET Core's requests and return its results.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        if (builder.ServesWebFunctions)
            return builder;

        builder.ServesWebFunctions = true;
        builder.Services.AddMvcCore();
        builder.Use(HttpExchange.Around);
        return builder;
    }
}
