using Azure.Identity;
using Azure.Storage.Blobs;
using Compensation.Common.Hosting;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Anchors;
using Compensation.Operations.Acts.Chain;
using Compensation.Operations.Alarms;
using Compensation.Operations.Uptime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddOptions<AlarmOptions>().BindConfiguration(AlarmOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(ActTrail.TableName)
            .RequireTable(UptimeStore.TableName)
            .AddSingleton<UptimeStore>()
            .AddSingleton(AnchorsOf)
            .AddSingleton<AnchorKeeper>()
            .AddHostedService(provider => provider.GetRequiredService<AnchorKeeper>())
            .AddSingleton<ActChain>()
            .AddSingleton<ActRows>()
            .AddSingleton<VerifyChain>()
            .AddSingleton<ActTrail>()
            .RequireTable(AlarmList.TableName)
            .AddSingleton<IAlarmWayOut, AlarmWebhook>()
            .AddSingleton<AlarmList>()
            .AddSingleton<IAlarms>(provider => provider.GetRequiredService<AlarmList>());
    }

    private static IAnchors AnchorsOf(IServiceProvider services)
    {
        AuditOptions options = services.GetRequiredService<IOptions<AuditOptions>>().Value;
        return options.AnchorContainer is { } container ? new BlobAnchors(ClientOf(container), services.GetRequiredService<TimeProvider>())
            : string.IsNullOrEmpty(options.AnchorFile) ? new NoAnchors()
            : new FileAnchors(options.AnchorFile);
    }

    private static BlobContainerClient ClientOf(Uri container) => container.Query.Length > 0 ? new BlobContainerClient(container) : new BlobContainerClient(container, new DefaultAzureCredential());
}
