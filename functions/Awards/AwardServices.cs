using Compensation.Awards.Books;
using Compensation.Awards.Contacts;
using Compensation.Awards.Postings;
using Compensation.Awards.Shared;
using Compensation.Common.Files;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Awards;

public static class AwardServices
{
    /// <summary>Purchases, the points they earn, granting them, and telling members. Needs campaigns, entitlements, waves, notices, keys and the clock.</summary>
    public static IServiceCollection AddAwards(this IServiceCollection services)
    {
        services.AddOptions<PointsSystemOptions>().BindConfiguration(PointsSystemOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddUploads().AddImportBook().AddPurchases().AddPostings().AddContacts();
    }

    private static IServiceCollection AddContacts(this IServiceCollection services) => services
        .AddSingleton<INoticeHold, SuspendedNotices>()
        .AddSingleton<ContactFiles>()
        .AddSingleton<MemberContactShard>()
        .AddSingleton<MemberContactImport>();

    private static IServiceCollection AddPostings(this IServiceCollection services) => services
        .RequireTable(AwardReportStore.TableName)
        .RequireTable(PostingStandings.TableName)
        .AddSingleton<PostingStore>()
        .AddSingleton<PostingStandings>()
        .AddSingleton<PostingBatches>()
        .AddSingleton<PostingFile>()
        .AddSingleton<PostingResults>()
        .AddSingleton<PostingKeys>()
        .AddSingleton<IPointsSystem, HttpPointsSystem>()
        .AddSingleton<PostingDispatcher>()
        .AddSingleton<IWaveAction, PostPoints>()
        .AddSingleton<AwardReportStore>();

    private static IServiceCollection AddPurchases(this IServiceCollection services) => services
        .RequireTable(PurchaseStore.TableName)
        .RequireTable(PurchaseFiles.TableName)
        .RequireTable(RulesStore.TableName)
        .AddSingleton<PurchaseStore>()
        .AddSingleton<PurchaseShard>()
        .AddSingleton<PurchaseFiles>()
        .AddSingleton<PurchaseImport>()
        .AddSingleton<RulesStore>()
        .AddSingleton<TransactionMarks>()
        .AddSingleton<AwardReader>()
        .AddSingleton<AwardWriter>()
        .AddSingleton<AwardExplanation>();
}
