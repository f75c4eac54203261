using System.Security.Cryptography;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Local.Tables;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.Bench;

/// <summary>Some slices of the app over an embedded store, without a host.</summary>
internal static class EmbeddedServices
{
    public static async Task<ServiceProvider> StartAsync(EmbeddedTables store, Campaign campaign, DateTimeOffset now, Action<IServiceCollection> slices, CancellationToken cancellationToken)
    {
        TableServiceClient tables = store.Connect();
        ServiceCollection services = new();
        services.AddEntitlements();
        slices(services);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(tables);
        services.AddSingleton(new CampaignCatalog([campaign]));
        services.AddSingleton(new KeyedHash(RandomNumberGenerator.GetBytes(32)));
        services.AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()));
        services.AddSingleton<TimeProvider>(new VirtualClock(now, new WorkInProgress()));
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        ServiceProvider provider = services.BuildServiceProvider();
        await new CreateRequiredTables(tables, provider.GetServices<RequiredTable>()).StartingAsync(cancellationToken);
        return provider;
    }
}
