using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Entitlements.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Entitlements;

public static class EntitlementServices
{
    public static IServiceCollection AddEntitlements(this IServiceCollection services)
    {
        services.AddOptions<ReceiptSiteOptions>().BindConfiguration(ReceiptSiteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReceiptSiteOptions>, PublicBaseUrlIsAnAddress>();
        services.RequireTable(EntitlementStore.TableName);
        services.AddSingleton(provider => new EntitlementIds(provider.GetRequiredService<KeyedHash>()));
        return services.AddSingleton<EntitlementStore>().AddSingleton<PeopleIndex>().AddSingleton<Erasures>().AddSingleton<ForgetContacts>().AddSingleton<EntitlementMarks>().AddSingleton<EntitlementContacts>().AddSingleton<ReceiptLinks>();
    }
}
