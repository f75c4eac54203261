using Azure.Data.Tables;
using Azure.Identity;
using Compensation.Access;
using Compensation.Access.Doors;
using Compensation.Applications;
using Compensation.Awards;
using Compensation.CallCentre;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Common.Hosting.Keys;
using Compensation.Common.Http;
using Compensation.ConsolePages;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Payouts;
using Compensation.Receipts;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Compensation;

/// <summary>
/// What is wired to what. The host is the caller's: Azure Functions, or a rehearsal. So are the clock and the tables where it registers a
/// <see cref="TimeProvider"/> or a <see cref="TableServiceClient"/> beforehand; otherwise time is the system's and the settings name the tables.
/// </summary>
public static class CompensationApp
{
    public static IHostApplicationBuilder AddCompensation(this IHostApplicationBuilder builder)
    {
        if (builder is IFunctionsWorkerApplicationBuilder worker)
        {
            worker.UseMiddleware<KnowDeadlines>().UseMiddleware<KnowCaller>().UseMiddleware<RecordActs>().UseMiddleware<RefuseUnknownQuery>().UseMiddleware<CheckDoor>();
        }

        IServiceCollection services = builder.Services;
        services.RequireResolvedSettings();
        services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TablesOf);
        services.AddDataProtection().SetApplicationName("Compensation").UseCryptographicAlgorithms(Fields).PersistKeysToTable().WrapKeys();
        services.AddSingleton<KeyedHash>(provider => new KeyedHash(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<SecretOptions>>()));
        services.AddSingleton<ProtectedFields>();

        services.AddHttp();
        services.AddAccess();
        services.AddCampaigns(builder.Configuration);
        services.AddReceiptDeadlines();
        services.AddOperations();
        services.AddEntitlements();
        services.AddWaves();
        services.AddPayouts();
        services.AddNotices();
        services.AddClosing();
        services.AddAwards();
        services.AddReceipts();
        services.AddCoupons();
        services.AddApplications();
        services.AddTransfers();
        services.AddCallCentre();
        services.AddLifecycle();
        services.AddConsole();
        return builder;
    }

    /// <summary>One pass over each field instead of two; the fields are many and short.</summary>
    private static AuthenticatedEncryptorConfiguration Fields => new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM };

    private static TableServiceClient TablesOf(IServiceProvider services)
    {
        IConfiguration settings = services.GetRequiredService<IConfiguration>();
        return settings["TableStorage:Endpoint"] is { Length: > 0 } endpoint
            ? new TableServiceClient(new Uri(endpoint), new DefaultAzureCredential())
            : new TableServiceClient(settings["TableStorage:ConnectionString"]
                ?? throw new InvalidOperationException("Set TableStorage:Endpoint (managed identity) or TableStorage:ConnectionString."));
    }
}
