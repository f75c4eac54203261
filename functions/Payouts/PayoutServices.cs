using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Compensation.Payouts.Amazon;
using Compensation.Payouts.HttpIssuers;
using Compensation.Payouts.Reconciliation;
using Compensation.Payouts.Standings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Payouts;

public static class PayoutServices
{
    /// <summary>Code stock, issuers, and the step from claimed to paid. A further issuer is one more <see cref="IPointIssuer"/> and a line in the settings.</summary>
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddOptions<PayoutOptions>().BindConfiguration(PayoutOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AmazonOptions>().BindConfiguration(AmazonOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddUploads()
            .AddImportBook()
            .AddSingleton<CodeStock>()
            .AddSingleton<CodeRegister>()
            .AddSingleton<CodeEnds>()
            .AddSingleton<ComposedCodes>()
            .AddSingleton<StockView>()
            .AddSingleton<StockLook>()
            .AddSingleton<LowStock>()
            .AddSingleton<WaitingClaims>()
            .AddSingleton<CodeImport>()
            .AddSingleton<IPointIssuer, StockIssuer>()
            .AddSingleton<SharedPace>()
            .AddSingleton<AmazonApi>()
            .AddSingleton<AmazonIssuer>()
            .AddSingleton(provider => new PointIssuers([.. provider.GetServices<IPointIssuer>(), .. Configured(provider)], provider.GetRequiredService<IOptions<PayoutOptions>>()))
            .AddHostedService<IssuersAreKnown>()
            .AddSingleton<ProductStandings>()
            .AddSingleton<ReconcileIssuers>()
            .AddSingleton<AskIssuer>()
            .AddSingleton<PayClaim>()
            .RequireTable(SharedPace.TableName)
            .RequireTable(ProductStandings.TableName)
            .RequireTable(CodeStock.TableName);
    }

    /// <summary>Those that the settings give access to.</summary>
    private static IEnumerable<IPointIssuer> Configured(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<AmazonOptions>>().Value.IsConfigured)
        {
            yield return services.GetRequiredService<AmazonIssuer>();
        }

        foreach ((string name, HttpIssuerOptions options) in services.GetRequiredService<IOptions<PayoutOptions>>().Value.Http)
        {
            yield return new HttpIssuer(name, options, services.GetRequiredService<KeyedHash>(), services.GetRequiredService<TimeProvider>());
        }
    }
}
