using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>The application's tables fail, or are slow, all through a wave.</summary>
public class StorageFaultTests
{
    public enum Failure
    {
        ServerError,
        ServerBusy,
        NoConnection,
        TimeOut,

        /// <summary>The request was carried out, and nobody hears of it.</summary>
        AnswerLost,
    }

    /// <summary>Whose reports were turned away often enough comes every half an hour only.</summary>
    private static TimeSpan UntilEventGridComesAgain => TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(Failure.ServerError, 2)]
    [InlineData(Failure.ServerBusy, 3)]
    [InlineData(Failure.NoConnection, 3)]
    [InlineData(Failure.TimeOut, 3)]
    [InlineData(Failure.AnswerLost, 2)]
    [InlineData(Failure.AnswerLost, 3)]
    [InlineData(Failure.AnswerLost, 5)]
    public async Task Storage_that_fails_again_and_again_costs_nobody_a_notice_and_nobody_gets_two(Failure failure, int each)
    {
        UnreliableStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await Crowds.OweAsync(world, MessageChannel.Email);
        storage.FailEach(each, times: 40, failure);

        WaveResult result = await world.RunAsync(SendingWorld.Plan());

        Assert.True(storage.HasHealed, "The wave was to meet every failure.");
        Assert.Equal(0, result.Deferred);
        await world.PassAsync(UntilEventGridComesAgain);
        await world.AssertAddsUpAsync(result);
    }

    [Fact]
    public async Task Storage_that_is_away_for_an_hour_costs_nobody_a_notice_and_nobody_gets_two()
    {
        UnreliableStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await Crowds.OweAsync(world, MessageChannel.Email);
        WavePlan plan = SendingWorld.Plan();
        int accepted = 0;
        world.OnMessage = _ =>
        {
            if (++accepted == 50)
            {
                storage.FailEach(1, times: int.MaxValue, Failure.NoConnection);
            }
        };

        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromHours(1));
        storage.Heal();
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal(0, result.Deferred);

        await world.PassAsync(UntilEventGridComesAgain);
        await world.AssertAddsUpAsync(result);
    }

    [Fact]
    public async Task Slow_storage_only_takes_longer()
    {
        UnreliableStorage storage = new();
        await using SendingWorld world = await SendingWorld.StartAsync(storage);
        await Crowds.OweAsync(world, MessageChannel.Sms);
        storage.Delay = TimeSpan.FromMilliseconds(15);

        WaveResult result = await world.RunAsync(SendingWorld.Plan());
        storage.Delay = TimeSpan.Zero;

        await world.AssertAddsUpAsync(result);
    }

    /// <summary>Fails requests to the application's tables; those of the orchestrations are left in peace, they have tests of their own.</summary>
    private sealed class UnreliableStorage : HttpPipelinePolicy
    {
        private static readonly string[] s_tables = [EntitlementStore.TableName, WaveStore.TableName, SuppressionList.TableName];

        private int _requests;
        private int _each;
        private int _left;
        private Failure _failure;

        public TimeSpan Delay { get; set; }

        public bool HasHealed => Volatile.Read(ref _left) <= 0;

        public void FailEach(int nth, int times, Failure failure) => (_each, _failure, _left) = (nth, failure, times);

        public void Heal() => Volatile.Write(ref _left, 0);

        /// <summary>Only the key ring is read so.</summary>
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (!StorageRequest.Names(message, s_tables))
            {
                await ProcessNextAsync(message, pipeline);
                return;
            }

            await Task.Delay(Delay, message.CancellationToken);
            bool fails = Volatile.Read(ref _left) > 0 && Interlocked.Increment(ref _requests) % _each == 0 && Interlocked.Decrement(ref _left) >= 0;
            if (!fails || _failure == Failure.AnswerLost)
            {
                await ProcessNextAsync(message, pipeline);
            }

            if (fails)
            {
                throw Thrown();
            }
        }

        private Exception Thrown() => _failure switch
        {
            Failure.ServerError => new RequestFailedException(500, "The server encountered an internal error.", "InternalError", null),
            Failure.ServerBusy => new RequestFailedException(503, "The server is busy.", "ServerBusy", null),
            Failure.TimeOut => new TaskCanceledException("The request took too long."),
            _ => new RequestFailedException("The connection was lost.", new HttpRequestException(HttpRequestError.ConnectionError)),
        };
    }
}
