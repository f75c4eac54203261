using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

/// <summary>Who is not to be written to is not, whoever entered it and however it is written.</summary>
public sealed class SuppressionListTests : IAsyncLifetime
{
    private const string Phone = "+819012345678";
    private const string Email = "taro@example.jp";

    /// <summary>For how long the machine has been running when the list is read first.</summary>
    private static readonly TimeSpan s_running = TimeSpan.FromHours(1);

    private readonly TestStore _store = new();
    private readonly HandClock _clock = new();
    private TableServiceClient _tables = null!;

    public async Task InitializeAsync()
    {
        _tables = _store.Connect();
        await _tables.CreateTableIfNotExistsAsync(SuppressionList.TableName);
    }

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_address_is_on_the_list_in_whatever_case_until_it_is_taken_off()
    {
        using SuppressionList list = List();
        Assert.False(await ContainsAsync(list, Email));
        await list.AddAsync("Taro@Example.JP", "asked for it", "anna", CancellationToken.None);

        Assert.True(await ContainsAsync(list, Email));
        Assert.False(await ContainsAsync(list, Phone));

        await list.RemoveAsync(Email, CancellationToken.None);
        Assert.False(await ContainsAsync(list, Email));
    }

    [Fact]
    public async Task What_another_instance_enters_is_seen_within_a_minute()
    {
        using SuppressionList list = List();
        using SuppressionList elsewhere = List();
        Assert.False(await ContainsAsync(list, Phone));
        await elsewhere.AddAsync(Phone, "asked for it", "anna", CancellationToken.None);

        _clock.Passed = s_running + TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1);
        Assert.False(await ContainsAsync(list, Phone));
        _clock.Passed = s_running + TimeSpan.FromMinutes(1);
        Assert.True(await ContainsAsync(list, Phone));
    }

    [Fact]
    public async Task What_another_instance_takes_off_is_off_at_once_and_what_it_enters_is_known_to_who_asks_for_it_now()
    {
        using SuppressionList list = List();
        using SuppressionList elsewhere = List();
        AddressRules rules = new(list, Microsoft.Extensions.Options.Options.Create(new NoticeOptions()));
        await list.AddAsync(Email, "asked for it", "anna", CancellationToken.None);
        Assert.True(await ContainsAsync(list, Email));

        await elsewhere.RemoveAsync(Email, CancellationToken.None);
        await elsewhere.AddAsync(Phone, "asked for it", "anna", CancellationToken.None);

        Assert.False(await ContainsAsync(list, Email));
        Assert.Null(await rules.RefusalNowAsync(Email, CancellationToken.None));
        Assert.Null(await rules.RefusalOfAsync(Phone, CancellationToken.None));
        Assert.Equal(AddressRules.Suppressed, await rules.RefusalNowAsync(Phone, CancellationToken.None));
    }

    [Fact]
    public async Task Many_who_ask_at_once_have_the_list_read_once()
    {
        SlowStorage storage = new();
        TableClientOptions options = new();
        options.AddPolicy(storage, HttpPipelinePosition.PerCall);
        using SuppressionList list = new(_store.Connect(options), new KeyedHash(new byte[32]), _clock);

        Task<bool>[] asked = [.. Enumerable.Range(0, 8).Select(_ => ContainsAsync(list, Email))];
        storage.Answers.SetResult();

        Assert.All(await Task.WhenAll(asked).InTimeAsync(), isOnIt => Assert.False(isOnIt));
        Assert.Equal(1, storage.Requests);
    }

    [Fact]
    public async Task The_list_shows_by_pages_who_is_on_it_and_why_and_no_address()
    {
        using SuppressionList list = List();
        foreach (int number in Enumerable.Range(0, 5))
        {
            await list.AddAsync($"person{number}@example.jp", $"reason {number}", "anna", CancellationToken.None);
        }

        List<SuppressedAddress> all = [];
        List<int> pages = [];
        string? from = null;
        do
        {
            (IReadOnlyList<SuppressedAddress> page, from) = await list.ReadPageAsync(from, 2, CancellationToken.None);
            pages.Add(page.Count);
            all.AddRange(page);
        }
        while (from is not null);

        Assert.Equal([2, 2, 1], pages);
        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"reason {number}"), all.Select(one => one.Reason).Order(StringComparer.Ordinal));
        Assert.All(all, one => Assert.Equal(("p…@example.jp", "anna", _clock.GetUtcNow()), (one.Address, one.By, one.At)));
    }

    [Theory]
    [InlineData(Email, "t…@example.jp")]
    [InlineData(Phone, "+8190…78")]
    [InlineData("1", "1…1")]
    public void An_address_is_shown_to_whoever_has_it_before_him(string address, string shown) => Assert.Equal(shown, SuppressionList.Masked(address));

    private SuppressionList List() => new(_tables, new KeyedHash(new byte[32]), _clock);

    private static async Task<bool> ContainsAsync(SuppressionList list, string address) => await list.ContainsAsync(address, CancellationToken.None);

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowStorage : HttpPipelinePolicy
    {
        private int _requests;

        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Requests => _requests;

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref _requests);
            await Answers.Task;
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }

    /// <summary>Freshness is measured on the monotonic clock.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Passed { get; set; } = s_running;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));
    }
}
