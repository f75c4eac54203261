using Compensation.Closing;
using Compensation.Common.Files;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Notices;
using Compensation.Payouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Compensation.Coupons;

/// <summary>What the ledger needs to run. Tables, campaigns, entitlements, keys and the clock are registered elsewhere.</summary>
public static class CouponServices
{
    public static IServiceCollection AddCoupons(this IServiceCollection services)
    {
        services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<CodeStock>();
        services.TryAddSingleton<PeopleIndex>();
        services.TryAddSingleton<Erasures>();
        services.TryAddSingleton<StockCoverage>();
        return services.AddUploads().AddImportBook().AddLedger();
    }

    private static IServiceCollection AddLedger(this IServiceCollection services) => services
        .RequireTable(CouponStore.TableName)
        .RequireTable(SealStore.TableName)
        .RequireTable(CodeStock.TableName)
        .AddSingleton<CouponStore>()
        .AddSingleton<CouponWriter>()
        .AddSingleton<CouponLookups>()
        .AddSingleton<CouponHistories>()
        .AddSingleton<ForgetHolders>()
        .AddSingleton<LedgerComparison>()
        .AddSingleton<LedgerFiles>()
        .AddSingleton<EligibleCoupons>()
        .AddSingleton<IExpectedNeeds, LedgerNeeds>()
        .AddSingleton<IExpectedAudience, LedgerAudience>()
        .AddSingleton<LedgerLeases>()
        .AddSingleton<LedgerDoor>()
        .AddSingleton<TakingBack>()
        .AddSingleton<NothingOwed>()
        .AddSingleton<LedgerImport>()
        .AddSingleton<AdjustmentStore>()
        .AddSingleton<AdjustmentImport>()
        .AddSingleton<LedgerShard>()
        .AddSingleton<SealStore>()
        .AddSingleton<ISealedBooks, SealedBooks>()
        .AddSingleton<SupplementStore>()
        .AddSingleton<Supplements>()
        .AddSingleton<IOwedSinceSeal>(provider => provider.GetRequiredService<Supplements>())
        .AddSingleton<Restorations>()
        .AddSingleton<SealVerification>();
}
