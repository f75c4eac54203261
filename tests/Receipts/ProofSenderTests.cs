using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Receipts.Proof;
using Compensation.Tests.Notices;

namespace Compensation.Tests.Receipts;

/// <summary>What goes out when a receipt page's code is asked for, by which way, and when somebody is told that it has.</summary>
public sealed class ProofSenderTests : IAsyncLifetime
{
    private static readonly Campaign s_campaign = TestCampaigns.Kumamoto;
    private static readonly Contact s_phone = new("+819012345678", null);
    private static readonly Contact s_mailbox = new(null, "taro@example.jp");

    private readonly List<OutgoingMessage> _asked = [];
    private SendingHarness _harness = null!;
    private DirectRig _rig = null!;

    public async Task InitializeAsync()
    {
        _harness = await SendingHarness.With(people: 0);
        _rig = new DirectRig(_harness, new NoticeOptions());
        Answer();
    }

    public async Task DisposeAsync()
    {
        _rig.Dispose();
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task To_a_number_goes_one_SMS_of_one_segment_from_the_announced_number()
    {
        Assert.True(await SendAsync(s_phone, Language.Japanese));

        OutgoingMessage sent = Assert.Single(_asked);
        Assert.Equal((s_campaign.Senders.Sms, s_phone.Phone, null), (sent.From, sent.To, sent.Subject));
        Assert.Equal("【くまもと再発見の旅】確認番号は 012345 です（15分間有効）。受け取りの画面に入力してください。", sent.Text);
        Assert.Equal(1, SmsSegments.Count(sent.Text));
        Assert.Equal((1, 0), (_harness.Sms.Calls, _harness.Email.Calls));
    }

    [Fact]
    public async Task To_an_address_goes_one_e_mail_without_any_link()
    {
        Assert.True(await SendAsync(s_mailbox, Language.Japanese));

        OutgoingMessage sent = Assert.Single(_asked);
        Assert.Equal((s_campaign.Senders.Email, s_mailbox.Email, "【くまもと再発見の旅】確認番号のお知らせ"), (sent.From, sent.To, sent.Subject));
        Assert.StartsWith("確認番号：012345\n\n15分間有効です。", sent.Text, StringComparison.Ordinal);
        Assert.Contains("0120-479-249", sent.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:", sent.Text + sent.Html);
        Assert.Equal((0, 1), (_harness.Sms.Calls, _harness.Email.Calls));
    }

    [Fact]
    public async Task Who_reads_the_page_in_English_gets_it_in_English()
    {
        await SendAsync(s_phone, Language.English);
        await SendAsync(s_mailbox, Language.English);

        Assert.Equal("[Kumamoto Rediscovery Trip] Your confirmation code is 012345. Enter it on the receipt page within 15 minutes.", _asked[0].Text);
        Assert.Equal(1, SmsSegments.Count(_asked[0].Text));
        Assert.Equal("[Kumamoto Rediscovery Trip] Your confirmation code", _asked[1].Subject);
        Assert.All(_asked, message => Assert.DoesNotMatch("[\\u3040-\\u9FFF]", message.Text));
    }

    /// <summary>Two codes of one second are two messages; a provider that knew the id would leave the second out.</summary>
    [Fact]
    public async Task Every_code_is_a_message_of_its_own()
    {
        await SendAsync(s_phone, Language.Japanese);
        await SendAsync(s_mailbox, Language.Japanese);
        _harness.Clock.Now += TimeSpan.FromSeconds(30);
        await SendAsync(s_phone, Language.Japanese);

        Assert.Equal(3, _asked.Select(message => message.RequestId).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_is_told_to_look_for_what_no_provider_has()
    {
        foreach (SendOutcome not in (SendOutcome[])[new SendOutcome.Refused("unknown number"), new SendOutcome.TryLater("busy"), new SendOutcome.Throttled(TimeSpan.FromSeconds(1))])
        {
            Answer(not);
            Assert.False(await SendAsync(s_phone, Language.Japanese), $"{not}");
        }

        // For a second the provider wants to be left alone, and is.
        Assert.False(await SendAsync(s_phone, Language.Japanese));
        Assert.Equal(3, _harness.Sms.Calls);
        await _harness.Suppressed.AddAsync(s_mailbox.Email!, "complaint", "anna", CancellationToken.None);
        Assert.False(await SendAsync(s_mailbox, Language.Japanese));
        Assert.Equal(0, _harness.Email.Calls);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_once_under_the_same_id_and_counts_as_sent_unless_it_is_refused_for_good()
    {
        Answer(new SendOutcome.Unsettled("lost"));
        Assert.True(await SendAsync(s_phone, Language.Japanese));
        Answer(new SendOutcome.Unsettled("lost"), new SendOutcome.Unsettled("lost again"));
        Assert.True(await SendAsync(s_phone, Language.Japanese));
        Answer(new SendOutcome.Unsettled("lost"), new SendOutcome.Refused("unknown number"));
        Assert.False(await SendAsync(s_phone, Language.Japanese));

        Assert.Equal(6, _harness.Sms.Calls);
        Assert.All(_asked.Chunk(2), pair => Assert.Equal(pair[0].RequestId, pair[1].RequestId));
    }

    private Task<bool> SendAsync(Contact to, Language language) => new ProofSender(_rig.Sender, _harness.Clock).SendAsync(s_campaign, to, "012345", 15, language, CancellationToken.None);

    /// <summary>The next answers; what comes after them is taken.</summary>
    private void Answer(params SendOutcome[] next)
    {
        Queue<SendOutcome> answers = new(next);
        Func<int, OutgoingMessage, SendOutcome?> answer = (_, message) =>
        {
            _asked.Add(message);
            return answers.TryDequeue(out SendOutcome? outcome) ? outcome : null;
        };
        (_harness.Sms.Before, _harness.Email.Before) = (answer, answer);
    }
}
