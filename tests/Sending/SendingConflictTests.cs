using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Sending;

/// <summary>Several hands on the same rows.</summary>
public partial class SendingConflictTests
{
    [Fact]
    public async Task Pages_that_are_handled_by_several_at_once_beside_the_wave_itself_send_each_notice_once()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await Crowds.OweAsync(world, MessageChannel.Email);
        WavePlan plan = SendingWorld.Plan();
        await world.BeginAsync(plan);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => HandleAsync(world, plan, shard: number % 4)));
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result);
    }

    [Fact]
    public async Task Two_waves_of_the_same_order_over_the_same_people_at_once_send_each_notice_once()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await Crowds.OweAsync(world, MessageChannel.Sms);
        (WavePlan one, WavePlan other) = (SendingWorld.Plan("issue-app"), SendingWorld.Plan("issue-app-again"));

        await world.BeginAsync(one);
        await world.BeginAsync(other);
        WaveResult result = await world.EndOfAsync(one);
        WaveResult again = await world.EndOfAsync(other);

        // Each shows what it did itself, but for those without an address, whom both came by.
        IReadOnlyDictionary<string, long> others = again.Counts.Where(count => count.Key != PageTally.NoAddress).ToDictionary(StringComparer.Ordinal);
        await world.AssertAddsUpAsync(new WaveResult(result.Counts.Plus(others), result.Deferred + again.Deferred, result.Tries + again.Tries, Stopped: false));
    }

    [Fact]
    public async Task Rows_that_change_between_reading_and_claiming_are_read_again()
    {
        TouchingStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        storage.Tables = world.Connect();
        await Crowds.OweAsync(world, MessageChannel.Sms);
        world.Emulator.Faults = new EmulatorFaults { FailNext = 126 };

        WaveResult result = await world.RunAsync(SendingWorld.Plan());

        Assert.Equal(0, storage.TouchesLeft);
        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result);
    }

    private static Task HandleAsync(SendingWorld world, WavePlan plan, int shard) => ActivatorUtilities.CreateInstance<WorkWavePage>(world.Services).Run(
        new PageToWork(new WavePage(plan.Campaign, plan.WaveId, plan.Action, plan.Argument, null, shard, null, 500), null, null, Tries.None, Tries.None), CancellationToken.None);

    /// <summary>Changes a row just before it is claimed again.</summary>
    private sealed partial class TouchingStorage : HttpPipelinePolicy
    {
        private int _touches = 4;

        public int TouchesLeft => Math.Max(0, Volatile.Read(ref _touches));

        public TableServiceClient? Tables { get; set; }

        /// <summary>Only the key ring is read so.</summary>
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (StorageRequest.IsClaim(message) && Renewed().Match(StorageRequest.TextOf(message)) is { Success: true } row && Interlocked.Decrement(ref _touches) >= 0)
            {
                TableEntity touch = new(Uri.UnescapeDataString(row.Groups["partition"].Value), Uri.UnescapeDataString(row.Groups["row"].Value)) { ["Touched"] = true };
                await Tables!.GetTableClient(EntitlementStore.TableName).UpdateEntityAsync(touch, Azure.ETag.All, TableUpdateMode.Merge, message.CancellationToken);
            }

            await ProcessNextAsync(message, pipeline);
        }

        [GeneratedRegex(@"(PATCH|MERGE) \S*Entitlements\(PartitionKey='(?<partition>[^']+)',RowKey='(?<row>n[^']+)'\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Renewed();
    }
}
