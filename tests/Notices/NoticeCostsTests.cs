using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices;

/// <summary>What messages cost and how long they take, as operators are told before they start them.</summary>
public sealed class NoticeCostsTests
{
    private static readonly Campaign s_campaign = TestCampaigns.Kumamoto;
    private static readonly DateTimeOffset s_ten = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(10, 0));
    private static readonly IssueWave s_issue = new("app", EntitlementRoute.App, s_ten, s_ten.AddDays(11));

    private readonly StoppedClock _clock = new(s_ten);

    [Fact]
    public void Segments_and_e_mails_are_paid_for_and_a_part_of_a_yen_is_a_whole_one()
    {
        WavePreview preview = Costs().Of(Plan(), MessageCount.None + MessageCount.OneSms(2) + MessageCount.OneSms(1) + MessageCount.OneEmail);

        Assert.Equal(new WavePreview(People: 3, Sms: 2, Emails: 1, SmsSegments: 3, CostYen: 9, preview.EndsAt) { Samples = preview.Samples }, preview);
        Assert.Empty(preview.Samples);
    }

    [Fact]
    public void A_wave_ends_with_its_window_or_when_its_slowest_channel_is_through_within_the_hours()
    {
        WavePlan plan = Plan();
        MessageCount sum = new(120, 120, 600);

        Assert.Equal(plan.Window.EndsAt, EndOf(plan with { Spread = true }, sum));
        Assert.Equal(s_ten.AddMinutes(2), EndOf(plan, sum));
        Assert.Equal(s_ten.AddMinutes(5), EndOf(plan, sum with { Emails = 3000 }));
        Assert.Equal(s_ten.AddMinutes(32), EndOf(plan with { Canary = new Canary(100, TimeSpan.FromMinutes(30)) }, sum));
        Assert.Equal(s_ten.AddDays(1).AddMinutes(2), EndOf(plan with { Window = plan.Window with { StartsAt = s_ten.AddDays(1) } }, sum));
        Assert.Equal(s_ten.AddHours(23).AddMinutes(1), EndOf(plan, new MessageCount((10 * 3600) + 60, 0, 0)));
    }

    [Fact]
    public void Before_people_are_certain_each_is_counted_by_the_way_of_the_first_message_and_who_has_to_apply_by_a_number()
    {
        ExpectedPeople[] people =
        [
            new(EntitlementRoute.App, ContactKinds.Sms | ContactKinds.Email, 10),
            new(EntitlementRoute.App, ContactKinds.Sms, 4),
            new(EntitlementRoute.App, ContactKinds.Email, 5),
            new(EntitlementRoute.App, ContactKinds.None, 3),
            new(EntitlementRoute.Application, ContactKinds.None, 7),
            new(EntitlementRoute.Application, ContactKinds.Email, 2),
        ];

        NoticeTexts texts = s_campaign.Texts["issue"];
        Campaign wordy = s_campaign with { Texts = new Dictionary<string, NoticeTexts>(StringComparer.Ordinal) { ["issue"] = texts with { Sms = NoticeTemplate.Parse($"{new string('長', 140)} {{link}}") } } };

        WavePreview estimate = Costs().Estimate(wordy, s_issue, people);

        int segments = estimate.Samples[0].Segments;
        Assert.True(segments > 1);
        Assert.Equal((28, 23, 5, 23L * segments), (estimate.People, estimate.Sms, estimate.Emails, estimate.SmsSegments));
        Assert.Equal((long)Math.Ceiling((23 * segments * 2.5m) + (5 * 0.6m)), estimate.CostYen);
        Assert.Equal((true, s_issue.EndsAt), (estimate.Estimate, estimate.EndsAt));
    }

    [Fact]
    public void A_sample_of_each_message_says_what_one_costs()
    {
        IReadOnlyList<MessageSample> samples = Costs().SamplesOf(s_campaign, NoticeKind.Issue);

        Assert.Equal([NoticeChannel.Sms, NoticeChannel.Email], samples.Select(sample => sample.Channel));
        Assert.Equal((samples[0].Segments * 2.5m, 0.6m, 0), (samples[0].YenEach, samples[1].YenEach, samples[1].Segments));
        Assert.True(samples[0].Segments > 0 && samples[0].Subject is null && samples[1].Subject is { Length: > 0 });
        Assert.All(samples, sample => Assert.Contains("https://r.example.jp/r/AAAAAAAAAAAAAAAAAAAA", sample.Text, StringComparison.Ordinal));
        Assert.Empty(Costs().SamplesOf(s_campaign with { Texts = new Dictionary<string, NoticeTexts>(StringComparer.Ordinal) }, NoticeKind.Issue));
    }

    [Theory]
    [InlineData(NoticeChannel.Sms, 1, 0)]
    [InlineData(NoticeChannel.Email, 0, 1)]
    public void A_message_is_an_SMS_of_its_segments_or_an_e_mail(NoticeChannel channel, int sms, int emails)
    {
        Notice claim = new() { Id = new NoticeId(s_campaign.Id, EntitlementId.FromValue(7), NoticeKind.Issue, 1), State = NoticeState.Sending, Channel = channel };

        MessageCount count = Costs().Of(s_campaign, NoticeKind.Issue, new NoticeDecision.Send(claim, MayBeRepeat: false, new Yen(2000)));

        Assert.Equal((sms, emails, sms > 0), (count.Sms, count.Emails, count.SmsSegments > 0));
    }

    private DateTimeOffset EndOf(WavePlan plan, MessageCount sum) => Costs().Of(plan, sum).EndsAt;

    private NoticeCosts Costs() => new(
        Options.Create(new ReceiptSiteOptions { PublicBaseUrl = "https://r.example.jp" }), Options.Create(new PriceOptions { YenPerSmsSegment = 2.5m, YenPerEmail = 0.6m }), _clock);

    private static WavePlan Plan() => new(
        s_campaign.Id, "issue-app", "send-notices", string.Empty, new SendingWindow(s_ten.AddHours(-1), s_ten.AddDays(9), new TimeOnly(9, 0), new TimeOnly(20, 0)), Spread: false, PageSize: 100, Lanes: 4, [30, 30])
    {
        PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 60, ["email"] = 600 },
    };
}
