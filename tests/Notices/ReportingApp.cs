using Compensation.Local.CommunicationEmulator.Twilio;
using Compensation.Notices;
using Compensation.Notices.Twilio;
using Compensation.Tests.Local.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Notices;

/// <summary>The functions that providers report to, over real HTTP and the store of a harness.</summary>
internal static class ReportingApp
{
    public const string SystemKey = "key-of-event-sources";

    /// <summary>The address as the outside world knows it: not the one that requests come in by.</summary>
    public const string StatusCallback = "https://notices.example.jp/providers/twilio/status";

    public static Task<FunctionsApp> StartAsync(SendingHarness harness, Action<IServiceCollection>? configure = null) => FunctionsApp.StartAsync(new(typeof(ReceiveDeliveryReports), typeof(ReceiveTwilioStatus))
    {
        HostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""",
        Arguments =
        [
            "--CommunicationServices:ConnectionString=endpoint=http://127.0.0.1:1/;accesskey=a2V5",
            $"--CommunicationServices:EventSource={SendingHarness.EventSource}",
            $"--FunctionKeys:System={SystemKey}",
            $"--Twilio:AccountSid={TwilioAccount.Sid}",
            $"--Twilio:ApiKeySid={TwilioAccount.ApiKeySid}",
            $"--Twilio:ApiKeySecret={TwilioAccount.ApiKeySecret}",
            $"--Twilio:AuthToken={TwilioAccount.AuthToken}",
            $"--Twilio:StatusCallback={StatusCallback}",
        ],
        Configure = builder =>
        {
            builder.Services
                .AddSingleton(harness.Tables)
                .AddSingleton(harness.Campaigns)
                .AddSingleton(harness.Hash)
                .AddSingleton(harness.Marks)
                .AddSingleton<TimeProvider>(harness.Clock)
                .AddNotices();
            configure?.Invoke(builder.Services);
        },
    });
}
