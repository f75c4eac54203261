using Compensation.Entitlements;
using Compensation.Receipts.Proof;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts;

public static class ReceiptServices
{
    /// <summary>The receipt site. Needs <c>AddPayouts</c>, <c>AddNotices</c>, and the services of entitlements and campaigns.</summary>
    public static IServiceCollection AddReceipts(this IServiceCollection services)
    {
        services.AddOptions<GuessedLinkOptions>().BindConfiguration(GuessedLinkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProofOptions>().BindConfiguration(ProofOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ProofTries>().AddSingleton<ProofCookie>().AddSingleton<ProveContact>().TryAddSingleton<IProofSender, ProofSender>();
        services.AddSingleton<OfferProducts>().AddSingleton<ClaimProduct>().AddSingleton<NoteOpening>().AddSingleton<GuessedLinks>().AddSingleton<CampaignsAtDoor>().AddSingleton<IValidateOptions<ReceiptSiteOptions>, LinksOpen>();
        // The server's own request log writes addresses down, and ours open people's pages.
        return services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning));
    }
}
