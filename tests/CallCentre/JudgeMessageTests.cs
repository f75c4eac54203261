using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Genuine;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Sending;
using Microsoft.Extensions.Options;

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

    [Fact]
    public async Task A_link_is_told_from_the_sentence_around_it_and_what_only_looks_like_one_accuses_nobody()
    {
        await using SendingWorld world = await SendingWorld.StartAsync(storage: null);
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        string ours = world.Get<ReceiptLinks>().LinkFor(person);
        string wide = string.Concat(ours.Select(letter => (char)(letter + 0xFEE0)));
        Campaign campaign = SendingWorld.Campaign;
        (ReadMessage Read, GenuineAnswer Answer)[] cases =
        [
            (new ReadMessage { Link = $"{ours}。" }, GenuineAnswer.Yes),
            (new ReadMessage { Link = $" 「{ours}」 " }, GenuineAnswer.Yes),
            (new ReadMessage { Link = wide }, GenuineAnswer.Yes),
            (new ReadMessage { Text = $"（{ours}）" }, GenuineAnswer.Yes),
            (new ReadMessage { Text = $"リンクは{ours}からお開きください。" }, GenuineAnswer.Yes),
            (new ReadMessage { Text = $"{ours}と、https://evil.test/r/x" }, GenuineAnswer.No),
            (new ReadMessage { Text = $"{ours}とhttps://evil.test/r/x" }, GenuineAnswer.No),
            (new ReadMessage { Link = ours[..^6] }, GenuineAnswer.Unknown),
            (new ReadMessage { Link = "https://r.example.jp/r" }, GenuineAnswer.Unknown),
            (new ReadMessage { Link = "https://r.example.jp/genuine/kumamoto" }, GenuineAnswer.Unknown),
            (new ReadMessage { Link = "evil.test" }, GenuineAnswer.No),
            (new ReadMessage { Text = "お受け取りは2023/5/31までです。" }, GenuineAnswer.Unknown),
            (new ReadMessage { Text = "https://r.example.jp/r/AtmATMatmAtmATMatmAtm" }, GenuineAnswer.Unknown),
            (new ReadMessage { Sender = $"事務局 <{campaign.Senders.Email}>" }, GenuineAnswer.Unknown),
            (new ReadMessage { Sender = $"{campaign.Senders.Email} <x@evil.test>" }, GenuineAnswer.No),
            (new ReadMessage { Sender = campaign.Office }, GenuineAnswer.Unknown),
            (new ReadMessage { Sender = "わからない", Link = ours }, GenuineAnswer.Yes),
            (new ReadMessage { Sender = "x＠evil.test" }, GenuineAnswer.No),
            (new ReadMessage { Number = "非通知" }, GenuineAnswer.Unknown),
            (new ReadMessage { Number = "非通知", Link = ours }, GenuineAnswer.Yes),
            (new ReadMessage { Number = "KUMAM0T0" }, GenuineAnswer.No),
            (new ReadMessage { Number = "＋８１（０）３ー５２４４ー９３７０" }, GenuineAnswer.Unknown),
            (new ReadMessage { Number = "+81 90 5244 9370" }, GenuineAnswer.No),
        ];
        JudgeMessage judge = world.Get<JudgeMessage>();
        foreach ((ReadMessage read, GenuineAnswer answer) in cases)
        {
            MessageVerdict verdict = await judge.HandleAsync(campaign, read, CancellationToken.None);
            Assert.True(answer == verdict.Answer, $"{read}: {verdict.Answer} by {string.Join(' ', verdict.Signs)}");
        }
    }

    [Fact]
    public async Task The_link_that_a_shop_was_sent_is_ours_as_well()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        IOptions<ReceiptSiteOptions> site = Options.Create(new ReceiptSiteOptions { PublicBaseUrl = "https://r.example.jp" });
        (KeyedHash hash, CampaignCatalog campaigns) = (world.Get<KeyedHash>(), world.Get<CampaignCatalog>());
        ShopLinks shops = new(hash, campaigns, Options.Create(new CaseOptions()), site);
        JudgeMessage judge = new(new ReceiptLinks(hash, campaigns, site), world.Get<EntitlementStore>(), site, shops, world.Get<CaseStore>());
        DoubleChargeCase one = await world.OpenAsync();
        string link = shops.LinkFor(one);
        Assert.Equal((GenuineAnswer.Yes, MessageSign.OurLink), await JudgedAsync(link));
        Assert.Equal((GenuineAnswer.Unknown, MessageSign.DamagedLink), await JudgedAsync(link[..^2]));
        Assert.Equal((GenuineAnswer.Unknown, MessageSign.DamagedLink), await JudgedAsync($"{link[..^2]}zz"));
        CaseWorld.Done(await world.ShopAsync(one, confirms: true));
        Assert.Equal((GenuineAnswer.Yes, MessageSign.DeadLink), await JudgedAsync(link));

        async Task<(GenuineAnswer, MessageSign)> JudgedAsync(string read)
        {
            MessageVerdict verdict = await judge.HandleAsync(CaseWorld.Campaign, new ReadMessage { Link = read }, CancellationToken.None);
            return (verdict.Answer, Assert.Single(verdict.Signs));
        }
    }
}
