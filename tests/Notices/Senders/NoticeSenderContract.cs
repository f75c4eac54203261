using Compensation.Notices;

namespace Compensation.Tests.Notices.Senders;

/// <summary>What every sender promises, whatever its provider does. Every implementation passes it, and every fake that stands for one.</summary>
public abstract class NoticeSenderContract : IAsyncLifetime
{
    private ProviderRig? _rig;

    private ProviderRig Rig => _rig!;

    public async Task InitializeAsync() => _rig = await StartAsync();

    public async Task DisposeAsync() => await Rig.DisposeAsync();

    [Fact]
    public async Task A_message_is_accepted_and_reaches_the_person_once_letter_for_letter()
    {
        OutgoingMessage message = Rig.Message();

        SendOutcome outcome = await SendAsync(message);

        Assert.NotEmpty(Assert.IsType<SendOutcome.Accepted>(outcome).ProviderReference);
        Assert.Equal(1, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_repeat_with_the_same_id_does_not_reach_the_person_a_second_time()
    {
        OutgoingMessage message = Rig.Message();
        SendOutcome first = await SendAsync(message);

        SendOutcome repeat = await AskAsync(message);

        Assert.Equal(1, await Rig.ReachedAsync(message));
        if (Rig.CanBeAsked)
        {
            Assert.Equal(first, repeat);
        }
        else
        {
            Assert.IsType<SendOutcome.Unsettled>(repeat);
        }
    }

    [Fact]
    public async Task A_lost_answer_is_unsettled_and_asking_settles_it_where_the_provider_can_be_asked()
    {
        OutgoingMessage message = Rig.Message();
        Rig.Set(Trouble.AnswerLost);
        Assert.IsType<SendOutcome.Unsettled>(await SendAsync(message));

        SendOutcome asked = await AskAsync(message);
        Rig.Clock.Now += TimeSpan.FromHours(1);
        SendOutcome askedLater = await AskAsync(message);

        Assert.Equal(1, await Rig.ReachedAsync(message));
        Assert.All([asked, askedLater], outcome => Assert.Equal(Rig.CanBeAsked, outcome is SendOutcome.Accepted));
        Assert.All([asked, askedLater], outcome => Assert.Equal(!Rig.CanBeAsked, outcome is SendOutcome.Unsettled));
    }

    [Fact]
    public async Task A_message_that_never_arrived_at_the_provider_reaches_the_person_once_in_the_end()
    {
        OutgoingMessage message = Rig.Message();
        Rig.Set(Trouble.Deaf);
        SendOutcome lost = await SendAsync(message);
        Rig.Set(Trouble.None);
        Assert.Equal(0, await Rig.ReachedAsync(message));

        // Whoever is told that nothing went out may send; otherwise it is asked for, pass by pass.
        bool nothingWentOut = lost is SendOutcome.TryLater;
        Assert.True(nothingWentOut || lost is SendOutcome.Unsettled);
        SendOutcome outcome = lost;
        for (int pass = 0; pass < 3 && outcome is not SendOutcome.Accepted; pass++)
        {
            outcome = await Rig.Sender.SendAsync(message, mayBeRepeat: !nothingWentOut, CancellationToken.None);
            Rig.Clock.Now += TimeSpan.FromMinutes(5);
        }

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal(1, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_bad_address_is_refused_with_the_providers_code_and_nobody_is_reached()
    {
        OutgoingMessage message = Rig.Message(Rig.BadAddress);

        Assert.Equal(new SendOutcome.Refused(Rig.BadAddressReason), await SendAsync(message));
        Assert.Equal(0, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task Throttling_says_how_long_to_wait_and_nothing_went_out()
    {
        OutgoingMessage message = Rig.Message();
        Rig.Set(Trouble.TooMany);

        Assert.Equal(new SendOutcome.Throttled(Rig.RetryAfter), await SendAsync(message));
        Assert.Equal(0, await Rig.ReachedAsync(message));

        Assert.IsType<SendOutcome.Accepted>(await SendAsync(message));
        Assert.Equal(1, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_provider_out_of_order_is_to_be_tried_later_and_nothing_went_out()
    {
        OutgoingMessage message = Rig.Message();
        Rig.Set(Trouble.OutOfOrder);

        Assert.IsType<SendOutcome.TryLater>(await SendAsync(message));
        Assert.Equal(0, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_to_be_tried_later()
    {
        Assert.Equal(new SendOutcome.TryLater("no connection"), await Rig.Unreachable.SendAsync(Rig.Message(), mayBeRepeat: false, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_that_nobody_knows_is_reported_as_such_and_taken_neither_for_success_nor_for_refusal()
    {
        Rig.Set(Trouble.OddAnswer);

        string reason = await SendAsync(Rig.Message()) switch
        {
            SendOutcome.Unsettled unsettled => unsettled.Reason,
            SendOutcome.TryLater later => later.Reason,
            SendOutcome other => $"{other}",
        };

        Assert.StartsWith("unrecognised: ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_no_answer()
    {
        Rig.Set(Trouble.Asleep);

        string reason = await Rig.Impatient.SendAsync(Rig.Message(), mayBeRepeat: false, CancellationToken.None) switch
        {
            SendOutcome.Unsettled unsettled => unsettled.Reason,
            SendOutcome.TryLater later => later.Reason,
            SendOutcome other => $"{other}",
        };

        Assert.Equal("no answer in time", reason);
    }

    [Fact]
    public async Task Being_stopped_is_not_an_outcome_of_the_message()
    {
        OutgoingMessage message = Rig.Message();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rig.Sender.SendAsync(message, mayBeRepeat: false, new CancellationToken(canceled: true)));
        Assert.Equal(0, await Rig.ReachedAsync(message));
    }

    [Fact]
    public async Task Many_at_once_each_reach_their_person_once()
    {
        OutgoingMessage[] messages = [.. Enumerable.Range(0, 100).Select(_ => Rig.Message())];

        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (message, _) => Assert.IsType<SendOutcome.Accepted>(await SendAsync(message)));

        foreach (OutgoingMessage message in messages)
        {
            Assert.Equal(1, await Rig.ReachedAsync(message));
        }
    }

    /// <summary>Starts the sender and its provider, in good order.</summary>
    private protected abstract Task<ProviderRig> StartAsync();

    private Task<SendOutcome> SendAsync(OutgoingMessage message) => Rig.Sender.SendAsync(message, mayBeRepeat: false, CancellationToken.None);

    private Task<SendOutcome> AskAsync(OutgoingMessage message) => Rig.Sender.SendAsync(message, mayBeRepeat: true, CancellationToken.None);
}
