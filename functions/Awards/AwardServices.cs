using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Awards;

public static class AwardServices
{
    /// <summary>Purchases and the points they earn. Needs campaigns, entitlements, keys and the clock.</summary>
    public static IServiceCollection AddAwards(this IServiceCollection services) => services
        .RequireTable(PurchaseStore.TableName)
        .RequireTable(PurchaseFiles.TableName)
        .RequireTable(RulesStore.TableName)
        .AddSingleton<PurchaseStore>()
        .AddSingleton<PurchaseShard>()
        .AddSingleton<PurchaseFiles>()
        .AddSingleton<PurchaseImport>()
        .AddSingleton<RulesStore>()
        .AddSingleton<AwardReader>()
        .AddSingleton<AwardWriter>()
        .AddSingleton<AwardExplanation>();
}
