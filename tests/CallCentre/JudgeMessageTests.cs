using Compensation.CallCentre.Genuine;
using Compensation.Campaigns;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Sending;

namespace Compensation.Tests.CallCentre;

/// <summary>Our own messages name what we never ask; what asks for it is a fraud.</summary>
public sealed class JudgeMessageTests
{
    [Fact]
    public async Task No_message_of_ours_counts_as_asking_for_what_we_never_ask_and_every_one_does_to_which_that_is_added()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null);
        JudgeMessage judge = world.Get<JudgeMessage>();
        foreach (Campaign campaign in new[] { "kumamoto", "tochigi", "okinawa", "yamaguchi" }.Select(CampaignFiles.Read))
        {
            foreach (string text in campaign.Texts.Values.SelectMany(texts => new[] { texts.Sms, texts.EmailText }).Select(template => template.Render(name => $" {name} ")))
            {
                Assert.DoesNotContain(MessageSign.AsksForWhatWeNeverAsk, await SignsAsync(text));
                Assert.DoesNotContain(MessageSign.AsksForWhatWeNeverAsk, await SignsAsync(text.ReplaceLineEndings(" ").Replace("、", "、\r\n", StringComparison.Ordinal)));
                Assert.Contains(MessageSign.AsksForWhatWeNeverAsk, await SignsAsync($"{text}\nパスワードを入力してください。"));
                Assert.Contains(MessageSign.AsksForWhatWeNeverAsk, await SignsAsync($"ＡＴＭへお急ぎください。{text}"));
            }

            async Task<IReadOnlyList<MessageSign>> SignsAsync(string text) => (await judge.HandleAsync(campaign, new ReadMessage { Text = text }, CancellationToken.None)).Signs;
        }
    }
}
