using Azure.Data.Tables;
using Compensation.Access;
using Compensation.Payouts;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class SharedPaceTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly StoppedClock _clock = new(new DateTimeOffset(2023, 4, 12, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Several_instances_together_send_no_more_than_the_contract_allows()
    {
        SharedPace[] instances = [await StartAsync(), await StartAsync(), await StartAsync()];

        List<DateTimeOffset> sent = [];
        for (int moment = 0; moment < 300; moment++)
        {
            if (await TakeAsync(instances[moment % 3]))
            {
                sent.Add(_clock.Now);
            }

            _clock.Now += TimeSpan.FromMilliseconds(10);
        }

        Assert.Equal(30, sent.Count);
        Assert.All(sent.Zip(sent.Skip(10)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Of_those_who_come_at_once_each_has_a_turn_of_its_own_and_who_cannot_wait_is_told()
    {
        SharedPace pace = await StartAsync();

        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => pace.TakeAsync("amazon", 1_000, TimeSpan.FromMilliseconds(9), CancellationToken.None)));

        Assert.Equal(10, taken.Count(one => one));
    }

    [Fact]
    public async Task Issuers_do_not_wait_for_each_other()
    {
        SharedPace pace = await StartAsync();

        Assert.True(await TakeAsync(pace));
        Assert.False(await TakeAsync(pace));
        Assert.True(await pace.TakeAsync("another", 10, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_nobody_wait()
    {
        Assert.True(await TakeAsync(await StartAsync()));
        _clock.Now -= TimeSpan.FromDays(1);

        Assert.True(await TakeAsync(await StartAsync()));
    }

    public void Dispose() => _store.Dispose();

    private static Task<bool> TakeAsync(SharedPace pace) => pace.TakeAsync("amazon", 10, TimeSpan.Zero, CancellationToken.None);

    private async Task<SharedPace> StartAsync()
    {
        TableServiceClient tables = _store.Connect();
        await tables.CreateTableIfNotExistsAsync(SharedPace.TableName);
        return new SharedPace(tables, new WallClock(_clock));
    }
}
