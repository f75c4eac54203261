using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Coupons;

/// <summary>What the ledger needs to run. Tables, campaigns, entitlements, keys and the clock are registered elsewhere.</summary>
public static class CouponServices
{
    public static IServiceCollection AddCoupons(this IServiceCollection services) => services
        .AddUploads()
        .RequireTable(CouponStore.TableName)
        .RequireTable(ImportRecords.TableName)
        .RequireTable(SealStore.TableName)
        .AddSingleton<CouponStore>()
        .AddSingleton<CouponWriter>()
        .AddSingleton<ImportRecords>()
        .AddSingleton<LedgerImport>()
        .AddSingleton<AdjustmentStore>()
        .AddSingleton<AdjustmentImport>()
        .AddSingleton<LedgerShard>()
        .AddSingleton<SealStore>()
        .AddSingleton<SealVerification>();
}
