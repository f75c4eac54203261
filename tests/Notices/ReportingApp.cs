using Compensation.Emulators.Communication.Twilio;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Notices.Twilio;
using Compensation.Operations;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Notices;

/// <summary>The functions that providers report to, over real HTTP and the store of a harness.</summary>
internal static class ReportingApp
{
    public const string EventsKey = "key-of-event-sources-0123456789abcdef";

    public const string OperatorsKey = "key-of-operators";

    /// <summary>The address as the outside world knows it: not the one that requests come in by.</summary>
    public const string StatusCallback = "https://notices.example.jp/providers/twilio/status";

    public static Task<FunctionsApp> StartAsync(SendingHarness harness, Action<IServiceCollection>? configure = null, params string[] settings) => FunctionsApp.StartAsync(new(typeof(ReceiveDeliveryReports), typeof(ListSetAsideEvents), typeof(ListAlarms), typeof(ReceiveTwilioStatus))
    {
        Tables = harness.Tables,
        Time = harness.Clock,
        Arguments =
        [
            "--CommunicationServices:ConnectionString=endpoint=http://127.0.0.1:1/;accesskey=a2V5",
            $"--CommunicationServices:EventSource={SendingHarness.EventSource}",
            $"--EventGrid:Key={EventsKey}",
            $"--Twilio:AccountSid={TwilioAccount.Sid}",
            $"--Twilio:ApiKeySid={TwilioAccount.ApiKeySid}",
            $"--Twilio:ApiKeySecret={TwilioAccount.ApiKeySecret}",
            $"--Twilio:AuthToken={TwilioAccount.AuthToken}",
            $"--Twilio:StatusCallback={StatusCallback}",
            "--FunctionKeys:Default=" + OperatorsKey,
            .. settings,
        ],
        Configure = builder =>
        {
            builder.Services
                .AddSingleton(harness.Campaigns)
                .AddSingleton(harness.Hash)
                .AddSingleton(harness.Marks)
                .AddSingleton(harness.Fields)
                .AddOperations()
                .AddNotices();
            configure?.Invoke(builder.Services);
        },
    });
}
