using Compensation.CallCentre.Bulk;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Erasing;
using Compensation.CallCentre.Genuine;
using Compensation.CallCentre.Notes;
using Compensation.CallCentre.People;
using Compensation.CallCentre.Search;
using Compensation.Closing;
using Compensation.Common.Hosting;
using Compensation.Coupons;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.CallCentre;

public static class CallCentreServices
{
    public static IServiceCollection AddCallCentre(this IServiceCollection services)
    {
        services.AddOptions<CallCentreOptions>().BindConfiguration(CallCentreOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(ResendStore.TableName)
            .AddSingleton<ResendStore>()
            .AddSingleton<ResendCheck>()
            .AddSingleton<OrdersUnderWay>()
            .AddSingleton<PlanResend>()
            .AddSingleton<CorrectContact>()
            .AddSingleton<OrderResend>()
            .AddSingleton<FindPeople>()
            .AddSingleton<SearchPeople>()
            .AddBulk()
            .AddPeople()
            .AddErasing()
            .AddCases();
    }

    private static IServiceCollection AddBulk(this IServiceCollection services) => services
        .RequireTable(BulkStore.TableName)
        .AddSingleton<BulkStore>()
        .AddSingleton<BulkDesk>()
        .AddSingleton<ActsUnderWay>()
        .AddSingleton<IBulkAction, SendElsewhere>()
        .AddSingleton<IBulkAction, TakeOffContact>()
        .AddSingleton<IBulkAction, SendAgain>()
        .AddSingleton<IBulkAction, WriteAgain>()
        .AddSingleton<IBulkAction, AskShops>();

    private static IServiceCollection AddPeople(this IServiceCollection services) => services
        .RequireTable(NoteStore.TableName)
        .AddSingleton<NoteStore>()
        .AddSingleton<TakeNote>()
        .AddSingleton<NextActions>()
        .AddSingleton<ReadTimeline>()
        .AddSingleton<JudgeMessage>()
        .AddSingleton<TakeApart>()
        .AddSingleton<TakePersonApart>()
        .AddSingleton<ProveContact>()
        .AddSingleton<ReadBackCodes>()
        .AddSingleton<Unmask>();

    private static IServiceCollection AddErasing(this IServiceCollection services) => services
        .AddSingleton<ReadPerson>()
        .AddSingleton<PlanErasure>()
        .AddSingleton<CarryOutErasure>()
        .AddSingleton<EraseOnRequest>();

    internal static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddOptions<CaseOptions>().BindConfiguration(CaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .RequireTable(CaseStore.TableName)
            .AddSingleton<CaseStore>()
            .AddSingleton<CaseOfSupplement>()
            .AddSingleton<CaseDesk>()
            .AddSingleton<CaseRoom>()
            .AddSingleton<ReadCaseForm>()
            .AddSingleton<ShopLinks>()
            .AddSingleton<LookAfterCases>()
            .AddSingleton<OpenCase>()
            .AddSingleton<ShowCases>()
            .AddSingleton<RecordShopCall>()
            .AddSingleton<CorrectCase>()
            .AddSingleton<IConfirmedCases, ConfirmedCases>()
            .AddSingleton<IReportChapter, CasesChapter>();
    }
}
