using Compensation.Closing;
using Compensation.Common.Files;
using Compensation.Common.Hosting;
using Compensation.Common.Http;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Banks;
using Compensation.Transfers.Checking;
using Compensation.Transfers.Files;
using Compensation.Transfers.Telling;
using Compensation.Transfers.Typing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers;

public static class TransferServices
{
    /// <summary>Payments into bank accounts. Needs entitlements, notices, closing and operations.</summary>
    public static IServiceCollection AddTransfers(this IServiceCollection services)
    {
        services.AddOptions<TransferOptions>().BindConfiguration(TransferOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AccountConfirmationOptions>().BindConfiguration(AccountConfirmationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<AccountConfirmation>(Prepare).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        return services
            .AddUploads()
            .AddImportBook()
            .RequireTable(TransferFileStore.TableName)
            .AddSingleton<BankDirectory>()
            .AddSingleton<TransferStore>()
            .AddSingleton<TransferCounts>()
            .AddSingleton<TransferReceipts>()
            .AddSingleton<TransferDesk>()
            .AddSingleton<TransferWishes>()
            .AddSingleton<TakeUpWishes>()
            .AddSingleton<TransferReader>()
            .AddSingleton<Payments>()
            .AddSingleton<PaymentDays>()
            .AddSingleton<TransferFileStore>()
            .AddSingleton<TransferFiles>()
            .AddSingleton<IResultFormat, CsvResults>()
            .AddSingleton<IResultFormat, StatementResults>()
            .AddSingleton<TransferResults>()
            .AddSingleton<WatchCalendar>()
            .AddHostedService(provider => provider.GetRequiredService<WatchCalendar>())
            .AddSingleton<ReturnedTransfers>()
            .AddTransient<CheckTransfers>()
            .AddTransient<ReleaseTransfers>()
            .AddTransient<PayAgain>()
            .AddTransient<MakeTransferFile>()
            .AddTransient<SettleTransferFile>()
            .AddTransient<HoldTransfer>()
            .AddTransient<ResolveTransfer>()
            .AddSingleton<IReportChapter, TransfersChapter>();
    }

    /// <summary>What is asked goes to the declared address only, and its answer is short.</summary>
    private static void Prepare(IServiceProvider provider, HttpClient bank)
    {
        bank.Timeout = provider.GetRequiredService<IOptions<AccountConfirmationOptions>>().Value.Timeout;
        bank.MaxResponseContentBufferSize = AccountConfirmation.AnswerBytesMax;
    }
}
