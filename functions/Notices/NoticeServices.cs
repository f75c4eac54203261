using Azure.Communication.Email;
using Azure.Communication.Sms;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Compensation.Common;
using Compensation.Common.Hosting;
using Compensation.Entitlements;
using Compensation.Notices.Acs;
using Compensation.Notices.Direct;
using Compensation.Notices.EventGrid;
using Compensation.Notices.Persons;
using Compensation.Notices.Providers;
using Compensation.Notices.Series;
using Compensation.Notices.Smtp;
using Compensation.Notices.Text;
using Compensation.Notices.Twilio;
using Compensation.Operations.Alarms;
using Compensation.Waves;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

public static class NoticeServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddOptions<NoticeOptions>().BindConfiguration(NoticeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PriceOptions>().BindConfiguration(PriceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AcsOptions>().BindConfiguration(AcsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EventGridOptions>().BindConfiguration(EventGridOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TwilioOptions>().BindConfiguration(TwilioOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ProviderOptions>, ProvidersAreConfigured>()
            .AddSingleton<IValidateOptions<ReceiptSiteOptions>, EverySmsFits>()
            .AddSingleton<NoticeStore>()
            .AddSingleton<ListUnreached>()
            .AddSingleton<CountSeries>()
            .AddSingleton<PreviewWave>()
            .RequireTable(SuppressionList.TableName)
            .AddSingleton<SuppressionList>()
            .AddSingleton<AddressRules>()
            .AddSingleton<ClaimHolders>()
            .AddSingleton<Unreached>()
            .AddSingleton<RequestIds>()
            .AddSingleton<AddressBook>()
            .AddSingleton<NoticeMessages>()
            .AddSingleton<ProviderRequests>()
            .AddSingleton<DirectSender>()
            .AddSingleton<Recipients>()
            .RequireTable(PersonIndex.TableName)
            .AddSingleton<PersonIndex>()
            .AddSingleton<PersonKeys>()
            .AddSingleton<NoticeDispatcher>()
            .AddSingleton<NoticeCosts>()
            .AddSingleton<ResendForecasts>()
            .AddSingleton<WaveOutcomes>()
            .AddSingleton<IWaveAction, SendNotices>()
            .AddSingleton(SmsClientOf)
            .AddSingleton(EmailClientOf)
            .AddSingleton<AcsSmsSender>()
            .AddSingleton<AcsEmailSender>()
            .AddSingleton<TwilioApi>()
            .AddSingleton<TwilioSmsSender>()
            .AddSingleton<SmtpConnections>()
            .AddSingleton<SmtpEmailSender>()
            .AddSingleton<IAlarmWayOut, AlarmMail>()
            .AddSingleton<DeliveryReports>()
            .AddSingleton<IValidateOptions<EventGridOptions>, EventsAreGuarded>()
            .AddSingleton<EventSenders>()
            .AddSingleton<SenderTokens>()
            .AddSingleton<DeliveryEvents>()
            .RequireTable(SetAsideEvents.TableName)
            .AddSingleton<SetAsideEvents>()
            .AddSingleton(provider => new ProviderChoice(
                ConfiguredSenders(provider), provider.GetRequiredService<IOptions<ProviderOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ProviderChoice>>()));
    }

    /// <summary>Only those with access data: a client without any cannot even be made.</summary>
    private static IEnumerable<INoticeSender> ConfiguredSenders(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<AcsOptions>>().Value.IsConfigured)
        {
            yield return services.GetRequiredService<AcsSmsSender>();
            yield return services.GetRequiredService<AcsEmailSender>();
        }

        if (services.GetRequiredService<IOptions<TwilioOptions>>().Value.IsConfigured)
        {
            yield return services.GetRequiredService<TwilioSmsSender>();
        }

        if (services.GetRequiredService<IOptions<SmtpOptions>>().Value.IsConfigured)
        {
            yield return services.GetRequiredService<SmtpEmailSender>();
        }
    }

    private static SmsClient SmsClientOf(IServiceProvider services)
    {
        SmsClientOptions options = Configured(new SmsClientOptions(), services);
        options.AddPolicy(new RepeatabilityPolicy(), HttpPipelinePosition.PerCall);
        AcsOptions acs = services.GetRequiredService<IOptions<AcsOptions>>().Value;
        return acs.Endpoint is null ? new SmsClient(acs.ConnectionString!, options) : new SmsClient(acs.Endpoint, new DefaultAzureCredential(), options);
    }

    private static EmailClient EmailClientOf(IServiceProvider services)
    {
        EmailClientOptions options = Configured(new EmailClientOptions(), services);
        AcsOptions acs = services.GetRequiredService<IOptions<AcsOptions>>().Value;
        return acs.Endpoint is null ? new EmailClient(acs.ConnectionString!, options) : new EmailClient(acs.Endpoint, new DefaultAzureCredential(), options);
    }

    /// <summary>No retries inside the client: every answer is ours to judge, and waiting is the orchestration's.</summary>
    private static TOptions Configured<TOptions>(TOptions options, IServiceProvider services)
        where TOptions : ClientOptions
    {
        options.Retry.MaxRetries = 0;

        // A request names a person's number and text: it is not logged, and a span for each of a million messages helps nobody.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Retry.NetworkTimeout = services.GetRequiredService<IOptions<NoticeOptions>>().Value.ProviderTimeout;
        return options;
    }
}
