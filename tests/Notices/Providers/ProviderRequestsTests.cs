using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Notices;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices.Providers;

/// <summary>What is asked of a provider, how often, and what is learned from its answers.</summary>
public sealed class ProviderRequestsTests : IAsyncLifetime
{
    private const string To = "+819011112222";

    private readonly TestStore _store = new();
    private readonly StoppedClock _clock = new(new DateTimeOffset(2023, 4, 10, 1, 0, 0, TimeSpan.Zero));
    private readonly ScriptedProvider _one = new(NoticeChannel.Sms, "a");
    private readonly ScriptedProvider _other = new(NoticeChannel.Sms, "b");
    private readonly ProviderChoice _choice;
    private SuppressionList _suppressed = null!;
    private ProviderRequests _requests = null!;

    public ProviderRequestsTests()
    {
        ProviderOptions options = new() { Sms = new(StringComparer.Ordinal) { ["a"] = 60, ["b"] = 40 } };
        _choice = new ProviderChoice([_one, _other], Options.Create(options), _clock, NullLogger<ProviderChoice>.Instance);
    }

    public async Task InitializeAsync()
    {
        TableServiceClient tables = _store.Connect();
        await tables.CreateTableIfNotExistsAsync(SuppressionList.TableName);
        IOptions<NoticeOptions> options = Options.Create(new NoticeOptions { SendConcurrency = 1 });
        _suppressed = new SuppressionList(tables, new KeyedHash(new byte[32]), _clock);
        _requests = new ProviderRequests(new AddressRules(_suppressed, options), _choice, _clock, options);
    }

    public Task DisposeAsync()
    {
        _requests.Dispose();
        _suppressed.Dispose();
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(50, false, false)]
    [InlineData(51, false, true)]
    [InlineData(51, true, false)]
    public async Task Errors_of_first_tries_speak_against_a_provider_and_those_of_repeats_do_not(int errors, bool areRepeats, bool moves)
    {
        _one.Before = (_, _) => new SendOutcome.TryLater("503");
        int before = ShareOfOne();

        await AskAsync(errors, areRepeats);

        Assert.Equal((moves, errors), (ShareOfOne() < before, _one.Calls));
    }

    [Theory]
    [InlineData(26, false)]
    [InlineData(51, true)]
    public async Task A_lost_answer_is_asked_for_once_more_and_counts_once(int lost, bool moves)
    {
        List<OutgoingMessage> asked = [];
        _one.Before = (_, message) =>
        {
            asked.Add(message);
            _clock.Now += TimeSpan.FromMilliseconds(1);
            return new SendOutcome.Unsettled("lost");
        };
        int before = ShareOfOne();

        ProviderAnswer answer = await AskAsync(lost, mayBeRepeat: false);

        Assert.Equal((moves, 2 * lost), (ShareOfOne() < before, _one.Calls));
        Assert.Equal(new ProviderAnswer(new SendOutcome.Unsettled("lost"), MayBeOut: true), answer);
        Assert.Equal(asked[0] with { LastTriedAt = asked[0].LastTriedAt.AddMilliseconds(1) }, asked[1]);
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5, true)]
    public async Task How_long_an_answer_took_is_measured(double seconds, bool isSlow)
    {
        _one.Before = (_, _) =>
        {
            _clock.Now += TimeSpan.FromSeconds(seconds);
            return null;
        };
        int before = ShareOfOne();

        await AskAsync(20, mayBeRepeat: false);

        Assert.Equal(isSlow, ShareOfOne() < before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_asked_of_one_who_wants_to_be_left_alone_and_nothing_sent_to_whom_nobody_may_write(bool mayBeRepeat)
    {
        await _suppressed.AddAsync(To, "complaint", "anna", CancellationToken.None);
        ProviderAnswer refused = await AskAsync(1, mayBeRepeat);
        _choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);
        ProviderAnswer waits = await AskAsync(1, mayBeRepeat);

        Assert.Equal(new ProviderAnswer(new SendOutcome.Refused(AddressRules.Suppressed), mayBeRepeat) { Silenced = mayBeRepeat ? AddressRules.Suppressed : null }, refused);
        Assert.Equal(new ProviderAnswer(new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), mayBeRepeat), waits);
        Assert.Equal(0, _one.Calls);

        _clock.Now += TimeSpan.FromSeconds(30);
        await _suppressed.RemoveAsync(To, CancellationToken.None);
        Assert.Equal(mayBeRepeat, (await AskAsync(1, mayBeRepeat)).MayBeOut);
        Assert.Equal(1, _one.Calls);
    }

    /// <summary>Its claim may be another's before the provider has answered.</summary>
    [Theory]
    [InlineData(190, true)]
    [InlineData(190.1, false)]
    public async Task Whoever_has_waited_too_long_for_his_turn_is_not_sent_and_is_put_off(double seconds, bool isSent)
    {
        Task<ProviderAnswer>? waits = null;
        _one.Before = (call, _) =>
        {
            if (call == 1)
            {
                waits = AskAsync(1, mayBeRepeat: false);
                _clock.Now += TimeSpan.FromSeconds(seconds);
            }

            return null;
        };
        await AskAsync(1, mayBeRepeat: false);

        ProviderAnswer answer = await waits!;

        Assert.Equal((isSent ? 2 : 1, !isSent), (_one.Calls, answer == new ProviderAnswer(new SendOutcome.Throttled(TimeSpan.FromMinutes(1)), MayBeOut: false)));
        Assert.IsType<SendOutcome.Accepted>((await AskAsync(1, mayBeRepeat: false)).Outcome);
    }

    [Fact]
    public async Task Whoever_is_stopped_or_breaks_gives_his_place_back()
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _requests.AskAsync(_one, To, mayBeRepeat: false, () => throw new InvalidDataException("It was stopped before."), stopped.Token).InTimeAsync());
        await Assert.ThrowsAsync<InvalidDataException>(() => _requests.AskAsync(_one, To, mayBeRepeat: false, () => throw new InvalidDataException("no text"), CancellationToken.None).InTimeAsync());

        Assert.True((await AskAsync(1, mayBeRepeat: false)).IsOnItsWay);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_a_provider_wants_to_be_left_alone_is_heard_whenever_it_says_so(bool mayBeRepeat)
    {
        _one.Before = (call, _) => call == 1 ? new SendOutcome.Unsettled("lost") : new SendOutcome.Throttled(TimeSpan.FromSeconds(30));

        ProviderAnswer answer = await AskAsync(1, mayBeRepeat);

        Assert.Equal(new ProviderAnswer(new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), MayBeOut: true), answer);
        Assert.Equal(TimeSpan.FromSeconds(30), _choice.Remaining(NoticeChannel.Sms, "a"));
    }

    [Fact]
    public async Task No_more_are_asked_at_once_than_there_are_places_and_the_second_time_is_a_repeat()
    {
        SlowSender sender = new();
        Assert.False(await _suppressed.ContainsAsync(To, CancellationToken.None));
        Task<ProviderAnswer>[] asked = [.. Enumerable.Range(0, 2).Select(_ => _requests.AskAsync(sender, To, mayBeRepeat: false, Message, CancellationToken.None))];
        Assert.Equal([false], sender.Repeats);

        sender.Answers.SetResult();
        await Task.WhenAll(asked).InTimeAsync();

        Assert.Equal([false, true, false, true], sender.Repeats);
    }

    private async Task<ProviderAnswer> AskAsync(int times, bool mayBeRepeat)
    {
        ProviderAnswer answer = default;
        for (int time = 0; time < times; time++)
        {
            answer = await _requests.AskAsync(_one, To, mayBeRepeat, Message, CancellationToken.None).InTimeAsync();
        }

        return answer;
    }

    private int ShareOfOne() => Enumerable.Range(0, 1_000).Count(number => _choice.Choose(NoticeChannel.Sms, new Guid(number, 0, 0, new byte[8]), triedWith: null).Provider == "a");

    /// <summary>Loses every answer, and the first one not before it is told to.</summary>
    private sealed class SlowSender : INoticeSender
    {
        public NoticeChannel Channel => NoticeChannel.Sms;

        public string Provider => "a";

        public TaskCompletionSource Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<bool> Repeats { get; } = [];

        public async Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
        {
            Repeats.Add(mayBeRepeat);
            await Answers.Task;
            return new SendOutcome.Unsettled("lost");
        }
    }

    private OutgoingMessage Message() => new(Guid.Empty, "+815012345678", To, null, "text", null, _clock.Now, _clock.Now);
}
