using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Applications.Matching;
using Compensation.Common;
using Compensation.Local.Host;
using Compensation.Local.Tables;
using Compensation.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>A process that decides what has come in over another's store, and kills itself once its first write is done. It ends by itself where there is nothing left to write.</summary>
internal static class MatchUntilKilled
{
    public const string Command = "match-until-killed";

    public static DateTimeOffset At { get; } = ApplicationsWorld.Japan("2023-04-01T08:00");

    public static async Task<int> RunAsync(string store, string provider)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(At, work);
        DeadlyStorage deadly = new();
        using EmbeddedTables tables = EmbeddedTables.Open(store);
        await using FunctionsApp app = await SendingWorld.StartAppAsync(tables.Connect, provider, clock, work, deadly);
        deadly.IsArmed = true;
        await ActivatorUtilities.CreateInstance<DecideApplications>(app.Services).Run(CampaignId.Parse("yamaguchi"), CancellationToken.None).InTimeAsync();
        return 0;
    }

    private sealed class DeadlyStorage : HttpPipelinePolicy
    {
        public bool IsArmed { get; set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (IsArmed && message.Request.Method != RequestMethod.Get)
            {
                // SIGKILL: no finally, no flush.
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
