using System.Net;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Applications;

public sealed class ApplyTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,false,,,,090-1111-2210,",
        "YM-000003,2023-02-24,700,true,true,スズキ ハナコ,,080-2222-3310,",
        "YM-000004,2023-02-24,900,true,,サトウ ジロウ,,070-3333-4410,",
        "YM-000005,2023-02-24,0,false,,タナカ サブロウ,,,",
    ];

    [Fact]
    public async Task Who_applies_is_accepted_at_the_seal_and_gets_the_link_with_the_application_wave()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("ＹＭー０００００１", "やまだ", "たろう", date: "令和5年2月23日"));
        Assert.True(visit.Receipt is not null, visit.Page);
        Assert.Contains("2023年4月28日(金)から順次、受取サイトのURL", WebUtility.HtmlDecode(visit.Page), StringComparison.Ordinal);
        Assert.Equal(("received", "exact"), await world.StandingAsync(visit.Receipt));
        Assert.Equal(2, world.MessagesTo("+819012345678").Count());

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Assert.Equal(("accepted", "exact"), await world.StandingAsync(visit.Receipt));
        Entitlement owed = (await world.EntitlementAsync("YM-000001"))!;
        Assert.Equal((false, ContactKinds.Sms, $"{visit.Receipt.Replace("-", string.Empty, StringComparison.Ordinal)}-1"), (owed.AwaitsApplication, owed.Contacts, owed.Application));
        Assert.Equal(2, world.MessagesTo("+819012345678").Count());

        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-11T00:00"));
        EmulatedMessage link = world.MessagesTo("+819012345678").Last();
        Assert.Contains("/r/", link.Text, StringComparison.Ordinal);
        Assert.True(link.At >= ApplicationsWorld.Japan("2023-04-28T09:00"));
    }

    [Fact]
    public async Task Who_reads_English_meets_no_Japanese_but_for_names_and_the_way_back()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);

        string start = WebUtility.HtmlDecode(await world.Http.GetStringAsync("apply/yamaguchi?lang=en"));
        string japanese = WebUtility.HtmlDecode(await world.Http.GetStringAsync("apply/yamaguchi"));

        Assert.Contains("<p class=\"site\">Special site for compensation</p>", start, StringComparison.Ordinal);
        Assert.Contains("If you have lost the coupon and do not know its number", start, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Campaign.ApplicationSite!.LostNumberAdvice, start, StringComparison.Ordinal);
        Assert.Contains(world.Campaign.ApplicationSite.LostNumberAdvice, japanese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_whom_the_app_does_not_know_is_written_to_without_an_accepted_application()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-11T00:00"));
        Assert.Equal(["+817033334410"], world.Messages.Select(message => message.To).Distinct());
        Assert.True((await world.EntitlementAsync("YM-000003"))!.AwaitsApplication);

        (HttpStatusCode named, _) = await world.PostAsync("resends", new { people = new[] { new { inquiryNumber = "YM-000002", phone = "090-1111-2210" } }, reason = "電話", by = "佐藤" }, "k-1");
        Assert.Equal(HttpStatusCode.BadRequest, named);
        (HttpStatusCode filtered, _) = await world.PostAsync("resends", new { filter = "notDelivered", reason = "念のため", by = "佐藤" }, "k-2");
        Assert.Equal(HttpStatusCode.Accepted, filtered);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-13T00:00"));
        Assert.Equal(["+817033334410"], world.Messages.Select(message => message.To).Distinct());
    }

    [Fact]
    public async Task What_the_ledger_says_decides_and_a_person_where_it_does_not()
    {
        (string Number, string Family, string Given, string State, string Outcome)[] cases =
        [
            ("YM-000001", "ヤマダ", "ハナコ", "inReview", "nameDiffers"),
            ("YM-000001", "サトウ", "タロウ", "inReview", "surnameChanged"),
            ("YM-000001", "ヤマタ", "タロウ", "inReview", "nameNear"),
            ("YM-000001", "タロウ", "ヤマダ", "accepted", "exact"),
            ("YM-000001", "ヤマダ", "タロウ", "inReview", "alreadyApplied"),
            ("YM-000002", "ヤマダ", "タロウ", "inReview", "numberOnly"),
            ("YM-000003", "すずき", "はなこ", "accepted", "exact"),
            ("YM-000004", "サトウ", "ジロウ", "inReview", "alreadyInApp"),
            ("YM-000005", "タナカ", "サブロウ", "inReview", "balanceZero"),
            ("YM-999999", "ヤマダ", "タロウ", "inReview", "unknownNumber"),
        ];
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        List<string> receipts = [];
        foreach ((int index, (string number, string family, string given, _, _)) in cases.Index())
        {
            ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers(number, family, given, $"0902{index:d4}510"), $"+81902{index:d4}510");
            Assert.True(visit.Receipt is not null, visit.Page);
            receipts.Add(visit.Receipt);
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        }

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        List<(string State, string Outcome)> found = [];
        foreach (string receipt in receipts)
        {
            found.Add(await world.StandingAsync(receipt));
        }

        Assert.Equal(cases.Select(one => (one.State, one.Outcome)), found);
    }
}
