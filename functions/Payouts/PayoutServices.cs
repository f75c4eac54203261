using Compensation.Common.Files;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Payouts;

public static class PayoutServices
{
    /// <summary>Code stock, issuers, and the step from claimed to paid. A further issuer is one more <see cref="IPointIssuer"/> and a line in the settings.</summary>
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddOptions<PayoutOptions>().BindConfiguration(PayoutOptions.Section);
        return services
            .AddUploads()
            .AddImportBook()
            .AddSingleton<CodeStock>()
            .AddSingleton<CodeRegister>()
            .AddSingleton<ComposedCodes>()
            .AddSingleton<StockView>()
            .AddSingleton<LowStock>()
            .AddSingleton<WaitingClaims>()
            .AddSingleton<CodeImport>()
            .AddSingleton<IPointIssuer, StockIssuer>()
            .AddSingleton<PointIssuers>()
            .AddSingleton<PayClaim>()
            .RequireTable(CodeStock.TableName);
    }
}
