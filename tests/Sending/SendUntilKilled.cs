using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Local.Host;
using Compensation.Local.Tables;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Sending;

/// <summary>A process that runs the issue wave over another's store and provider, and kills itself in the step it is told.</summary>
internal static class SendUntilKilled
{
    public const string Command = "send-until-killed";
    public const string BeforeClaim = "before-claim";
    public const string AfterClaim = "after-claim";
    public const string BeforeRecord = "before-record";
    public const string AfterRecord = "after-record";
    public const string Never = "never";

    public static async Task<int> RunAsync(string store, string provider, string step)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(SendingWorld.Start, work);
        using EmbeddedTables tables = EmbeddedTables.Open(store);
        await using FunctionsApp app = await SendingWorld.StartAppAsync(tables.Connect, provider, clock, work, new DeadlyStorage(step));
        WavePlan plan = SendingWorld.Plan();
        await app.Services.GetRequiredService<DurableTaskClient>().StartWaveAsync(plan, CancellationToken.None);
        await clock.RunAsync(() => clock.GetUtcNow() > SendingWorld.Start.AddHours(1)).InTimeAsync();
        await Console.Error.WriteLineAsync($"An hour has passed, and nobody has killed it: {step}.");
        return 3;
    }

    private sealed class DeadlyStorage(string step) : HttpPipelinePolicy
    {
        /// <summary>Only the key ring is read so.</summary>
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            bool isClaim = StorageRequest.IsClaim(message);
            bool isRecord = StorageRequest.IsRecord(message);
            DieIf((isClaim && step == BeforeClaim) || (isRecord && step == BeforeRecord));
            await ProcessNextAsync(message, pipeline);
            DieIf((isClaim && step == AfterClaim) || (isRecord && step == AfterRecord));
        }

        private static void DieIf(bool now)
        {
            if (now)
            {
                // SIGKILL: no finally, no flush.
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
