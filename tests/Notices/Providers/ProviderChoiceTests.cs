using Compensation.Notices;
using Compensation.Notices.Acs;
using Compensation.Notices.Providers;
using Compensation.Notices.Smtp;
using Compensation.Notices.Twilio;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices.Providers;

public class ProviderChoiceTests
{
    private readonly StoppedClock _clock = new(new DateTimeOffset(2023, 4, 10, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Messages_are_shared_out_by_weight_and_the_same_message_always_meets_the_same_provider()
    {
        ProviderChoice choice = Choice(("a", 70), ("b", 30));
        Guid[] messages = [.. Enumerable.Range(0, 10_000).Select(Message)];

        string[] first = [.. messages.Select(message => choice.Choose(NoticeChannel.Sms, message, triedWith: null).Provider)];
        string[] elsewhere = [.. messages.Select(message => Choice(("b", 30), ("a", 70)).Choose(NoticeChannel.Sms, message, triedWith: null).Provider)];

        Assert.InRange(first.Count(provider => provider == "a"), 6_850, 7_150);
        Assert.Equal(first, elsewhere);
        ProviderChoice few = Choice(("a", 1), ("b", 99));
        Assert.InRange(messages.Count(message => few.Choose(NoticeChannel.Sms, message, triedWith: null).Provider == "a"), 60, 140);
    }

    [Fact]
    public void What_may_have_left_with_a_provider_is_asked_of_that_provider_only()
    {
        ProviderChoice choice = Choice(("a", 100), ("b", 0));

        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal("b", Assert.IsType<ScriptedProvider>(choice.Choose(NoticeChannel.Sms, Message(number), triedWith: "b")).Provider));
    }

    [Fact]
    public void Those_that_never_report_are_known_by_name()
    {
        ProviderChoice choice = new([new ScriptedProvider(NoticeChannel.Sms, "a"), new Silent("z"), new Silent("y")], Options.Create(new ProviderOptions()), _clock, NullLogger<ProviderChoice>.Instance);

        Assert.Equal(["y", "z"], choice.Silent);
    }

    [Fact]
    public void Those_that_have_lost_their_weight_share_out_what_one_that_asks_to_wait_cannot_take()
    {
        ProviderChoice choice = Choice(("a", 80), ("b", 10), ("c", 10));
        foreach (string failing in new[] { "b", "c" })
        {
            for (int error = 0; error < 51; error++)
            {
                choice.Heard(NoticeChannel.Sms, failing, new SendOutcome.TryLater("503"), TimeSpan.Zero);
            }

            _clock.Now += TimeSpan.FromMinutes(1);
        }

        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(60)), TimeSpan.Zero);
        string[] chosen = [.. Enumerable.Range(0, 1_000).Select(number => choice.Choose(NoticeChannel.Sms, Message(number), triedWith: null).Provider)];
        Assert.Equal((0, true), (chosen.Count(provider => provider == "a"), chosen.Count(provider => provider == "b") is > 400 and < 600));

        choice.Heard(NoticeChannel.Sms, "b", new SendOutcome.Throttled(TimeSpan.FromSeconds(60)), TimeSpan.Zero);
        choice.Heard(NoticeChannel.Sms, "c", new SendOutcome.Throttled(TimeSpan.FromSeconds(10)), TimeSpan.Zero);
        _clock.Now += TimeSpan.FromSeconds(10);
        Assert.Equal("c", choice.Choose(NoticeChannel.Sms, Message(1), triedWith: null).Provider);
    }

    [Fact]
    public async Task What_may_have_left_with_a_provider_that_is_gone_stays_unsettled_and_is_sent_by_nobody()
    {
        INoticeSender gone = Choice(("a", 100)).Choose(NoticeChannel.Sms, Message(1), triedWith: "z");
        OutgoingMessage message = new(Message(1), "+815012345678", "+819011112222", null, "text", null, _clock.Now, _clock.Now);

        Assert.Equal(new SendOutcome.Unsettled("the provider 'z' is not configured any more"), await gone.SendAsync(message, mayBeRepeat: true, CancellationToken.None));
    }

    [Fact]
    public void While_one_provider_asks_to_wait_the_others_get_everything()
    {
        ProviderChoice choice = Choice(("a", 90), ("b", 10));

        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(30), choice.Remaining(NoticeChannel.Sms, "a"));
        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal("b", choice.Choose(NoticeChannel.Sms, Message(number), triedWith: null).Provider));

        _clock.Now += TimeSpan.FromSeconds(30);
        Assert.Contains(Enumerable.Range(0, 100), number => choice.Choose(NoticeChannel.Sms, Message(number), triedWith: null).Provider == "a");
    }

    [Fact]
    public void Where_all_ask_to_wait_one_is_named_and_says_how_long()
    {
        ProviderChoice choice = Choice(("a", 90), ("b", 10));
        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);
        choice.Heard(NoticeChannel.Sms, "b", new SendOutcome.Throttled(TimeSpan.FromSeconds(10)), TimeSpan.Zero);

        string named = choice.Choose(NoticeChannel.Sms, Message(1), triedWith: null).Provider;

        Assert.True(choice.Remaining(NoticeChannel.Sms, named) > TimeSpan.Zero);
    }

    [Fact]
    public void Whoever_asks_to_wait_for_less_afterwards_is_left_alone_for_as_long_as_was_asked_first()
    {
        ProviderChoice choice = Choice(("a", 100));
        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);
        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(10)), TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(30), choice.Remaining(NoticeChannel.Sms, "a"));

        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(40)), TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(40), choice.Remaining(NoticeChannel.Sms, "a"));
    }

    [Fact]
    public void One_that_has_lost_its_weight_is_better_than_one_that_asks_to_wait_and_worse_than_any_other()
    {
        ProviderChoice choice = Choice(("a", 50), ("b", 50));
        for (int minute = 0; minute < 5; minute++)
        {
            for (int error = 0; error < 51; error++)
            {
                choice.Heard(NoticeChannel.Sms, "b", new SendOutcome.TryLater("503"), TimeSpan.Zero);
            }

            _clock.Now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal(1_000, ShareOfA(choice));
        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);
        Assert.Equal(0, ShareOfA(choice));
        choice.Heard(NoticeChannel.Sms, "b", new SendOutcome.Throttled(TimeSpan.FromSeconds(10)), TimeSpan.Zero);
        Assert.Equal(1_000, ShareOfA(choice));
    }

    [Fact]
    public void A_wait_on_one_channel_leaves_the_other_free()
    {
        ProviderChoice choice = Choice(("a", 100));

        choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.Throttled(TimeSpan.FromSeconds(30)), TimeSpan.Zero);

        Assert.True(choice.Remaining(NoticeChannel.Email, "a") <= TimeSpan.Zero);
    }

    [Fact]
    public void A_failing_provider_loses_messages_to_the_other_and_gets_them_back_in_calm()
    {
        ProviderChoice choice = Choice(("a", 100), ("b", 0), ("c", 0));
        ProviderChoice shared = Choice(("a", 50), ("b", 50));
        for (int error = 0; error < 60; error++)
        {
            choice.Heard(NoticeChannel.Sms, "a", new SendOutcome.TryLater("503"), TimeSpan.Zero);
            shared.Heard(NoticeChannel.Sms, "a", new SendOutcome.TryLater("503"), TimeSpan.Zero);
        }

        Assert.Equal(1_000, ShareOfA(choice));
        Assert.InRange(ShareOfA(shared), 350, 450);

        _clock.Now += TimeSpan.FromMinutes(5);
        Assert.InRange(ShareOfA(shared), 450, 550);
    }

    [Theory]
    [InlineData(50, 40, "Providers:Sms is acs 50, b 40; expected weights from 0 to 100 that add up to 100.")]
    [InlineData(120, -20, "Providers:Sms is acs 120, b -20; expected weights from 0 to 100 that add up to 100.")]
    [InlineData(0, 0, "Providers:Sms is acs 0, b 0; expected weights from 0 to 100 that add up to 100.")]
    [InlineData(60, 40, null)]
    public void Weights_of_a_channel_add_up_to_a_hundred(int acs, int other, string? fault)
    {
        ProviderOptions options = new() { Sms = new(StringComparer.Ordinal) { ["acs"] = acs, ["b"] = other } };

        Assert.Equal(fault, options.Validate(new(options)).SingleOrDefault()?.ErrorMessage);
    }

    [Fact]
    public void Weight_needs_a_known_provider_that_has_its_access_data()
    {
        ProviderOptions unknown = new() { Sms = new(StringComparer.Ordinal) { ["pigeon"] = 1, ["ghost"] = 0 } };
        ProviderOptions known = new() { Sms = new(StringComparer.Ordinal) { ["twilio"] = 100 }, Email = new(StringComparer.Ordinal) { ["smtp"] = 100 } };

        Assert.Equal(
            ["Providers:Sms: there is no provider 'pigeon'; expected one of acs, twilio.", "Providers:Email gives weight to 'acs', and the section CommunicationServices is not filled in."],
            Validated(unknown, new SmtpOptions { Host = "127.0.0.1" }).Failures!);
        Assert.Equal(["Providers:Sms gives weight to 'twilio', and the section Twilio is not filled in."], Validated(known, new SmtpOptions { Host = "127.0.0.1" }).Failures!);
        Assert.Equal(2, Validated(known, new SmtpOptions()).Failures!.Count());

        static ValidateOptionsResult Validated(ProviderOptions options, SmtpOptions smtp) =>
            new ProvidersAreConfigured(Options.Create(new AcsOptions()), Options.Create(new TwilioOptions()), Options.Create(smtp)).Validate(null, options);
    }

    private static int ShareOfA(ProviderChoice choice) =>
        Enumerable.Range(0, 1_000).Count(number => choice.Choose(NoticeChannel.Sms, Message(number), triedWith: null).Provider == "a");

    private static Guid Message(int number) => new(number, 0, 0, new byte[8]);

    private ProviderChoice Choice(params (string Provider, int Weight)[] weights)
    {
        ProviderOptions options = new() { Sms = weights.ToDictionary(weight => weight.Provider, weight => weight.Weight, StringComparer.Ordinal) };
        return new ProviderChoice(weights.Select(weight => new ScriptedProvider(NoticeChannel.Sms, weight.Provider)), Options.Create(options), _clock, NullLogger<ProviderChoice>.Instance);
    }

    /// <summary>A provider that says of no message what became of it.</summary>
    private sealed class Silent(string provider) : INoticeSender
    {
        public NoticeChannel Channel => NoticeChannel.Email;

        public string Provider => provider;

        public bool ReportsDelivery => false;

        public Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken) => Task.FromResult<SendOutcome>(new SendOutcome.Accepted("x"));
    }
}
