using Compensation.Applications.IntoAccounts;
using Compensation.Applications.Journeys;
using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Applications.Proof;
using Compensation.Applications.Review;
using Compensation.Applications.Site;
using Compensation.Closing;
using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Applications;

public static class ApplicationServices
{
    /// <summary>The special site and what becomes of its applications. Needs the services of campaigns, entitlements, notices, coupons and transfers.</summary>
    public static IServiceCollection AddApplications(this IServiceCollection services)
    {
        services.AddOptions<ApplicationOptions>().BindConfiguration(ApplicationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(ApplicationStore.TableName)
            .RequireTable(JourneyStore.TableName)
            .RequireTable(AskedAddresses.TableName)
            .AddSingleton<ApplicationStore>()
            .AddSingleton<RelatedApplications>()
            .AddSingleton<ApplicationSearch>()
            .AddSingleton<JourneyStore>()
            .AddSingleton<AskedAddresses>()
            .AddSingleton<SmsCeiling>()
            .AddSingleton<SendLimits>()
            .AddSingleton<SendCode>()
            .AddSingleton<EnterCode>()
            .AddSingleton<MessageStore>()
            .AddSingleton<ForgetApplicants>()
            .AddSingleton<TellApplicants>()
            .AddSingleton<SubmitApplication>()
            .AddSingleton<AcceptApplication>()
            .AddSingleton<MatchApplication>()
            .AddSingleton<SitesHere>()
            .AddSingleton<SiteDoor>()
            .AddSingleton<TakeAnswer>()
            .AddSingleton<SendForm>()
            .AddSingleton<ConfirmContact>()
            .AddSingleton<AskForProof>()
            .AddSingleton<ShowStanding>()
            .AddSingleton<OwnApplications>()
            .AddSingleton<TransferQuestions>()
            .AddSingleton<Payables>()
            .AddSingleton<RequestTransfers>()
            .AddSingleton<TransferSteps>()
            .AddSingleton<FindCase>()
            .AddSingleton<DecideCase>()
            .AddTransient<EnterApplication>()
            .AddSingleton<IReportChapter, ApplicationsChapter>();
    }
}
