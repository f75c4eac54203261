using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Coupons;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.CallCentre;

public sealed class CaseDeskTests
{
    [Fact]
    public async Task Nobody_who_took_it_down_or_said_what_the_shop_said_approves_it_from_whichever_account()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        Person annasOther = CaseWorld.Anna with { Id = PersonId.Of("oidc", "anna") };
        Person carla = CaseWorld.Ben with { Id = PersonId.Of("local", "carla"), Name = "Carla" };
        world.Persons.Links.Add((CaseWorld.Anna.Id, annasOther.Id));
        DoubleChargeCase confirmed = CaseWorld.Done(await world.CallAsync(await world.OpenAsync(), confirms: true, carla));

        foreach (Person hand in new[] { CaseWorld.Anna, annasOther, carla })
        {
            Assert.Contains("second person", Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(confirmed, hand)).Why, StringComparison.Ordinal);
        }

        Assert.Equal(CaseState.Confirmed, (await world.ReadAsync(confirmed)).State);
        Assert.Equal("Ben", CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben)).Approved!.Name);
    }

    [Fact]
    public async Task A_stale_form_sent_twice_is_once_and_a_stale_version_is_refused()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase confirmed = await world.ConfirmedAsync();
        CaseDone[] both = await Task.WhenAll(Task.Run(() => world.ApproveAsync(confirmed, CaseWorld.Ben)), Task.Run(() => world.ApproveAsync(confirmed, CaseWorld.Ben)));
        CaseDone later = await world.ApproveAsync(confirmed, CaseWorld.Ben);

        Assert.All([.. both, later], done => Assert.Equal(confirmed.Version + 1, CaseWorld.Done(done).Version));
        Assert.Equal(3, (await world.Get<CaseStore>().ReadHistoryAsync(confirmed, CancellationToken.None)).Count);
        Assert.IsType<CaseDone.NotNow>(await world.RefuseAsync(confirmed));
        Assert.IsType<CaseDone.NotNow>(await world.AskAgainAsync(confirmed));
        Assert.Equal(CaseState.Approved, (await world.ReadAsync(confirmed)).State);
    }

    [Fact]
    public async Task An_act_that_is_sent_again_after_others_have_moved_the_case_on_answers_as_it_did()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        Person carla = CaseWorld.Ben with { Id = PersonId.Of("local", "carla"), Name = "Carla" };
        DoubleChargeCase opened = await world.OpenAsync();
        DoubleChargeCase confirmed = CaseWorld.Done(await world.CallAsync(opened, confirms: true, carla));
        CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben));
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(confirmed));

        Assert.Equal(CaseState.Restored, CaseWorld.Done(await world.CallAsync(opened, confirms: true, carla)).State);
        Assert.Equal(CaseState.Restored, CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben)).State);
        Assert.Contains("Somebody else has changed it", Assert.IsType<CaseDone.NotNow>(await world.CallAsync(opened, confirms: false, carla)).Why, StringComparison.Ordinal);
        Assert.IsType<CaseDone.NotNow>(await world.CallAsync(opened, confirms: true, CaseWorld.Anna));
        Assert.Equal(4, (await world.Get<CaseStore>().ReadHistoryAsync(confirmed, CancellationToken.None)).Count);

        // Reports are not taken any more, and the one that was is known.
        world.Clock.Now = CaseWorld.Campaign.DoubleCharges!.ClosesAt;
        OpenCase open = new(world.Get<CaseRoom>(), world.Get<ReadCaseForm>(), world.Clock);
        Assert.Equal(opened.Number, CaseWorld.Done(await open.HandleAsync(CaseWorld.Campaign, "call-1", CaseWorld.Form(), CaseWorld.Anna, CancellationToken.None)).Number);
        Assert.IsType<CaseDone.NotNow>(await open.HandleAsync(CaseWorld.Campaign, "call-2", CaseWorld.Form(), CaseWorld.Anna, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_that_is_sent_again_after_its_holder_was_erased_answers_as_it_did_and_another_is_refused()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        OpenCase open = new(world.Get<CaseRoom>(), world.Get<ReadCaseForm>(), world.Clock);
        DoubleChargeCase opened = CaseWorld.Done(await OpenAsync("call-1", CaseWorld.Form()));
        Assert.True(await world.Get<CaseStore>().TryForgetAsync(opened, CancellationToken.None));
        await world.Get<ForgetHolders>().OneAsync(CaseWorld.Campaign.Id, opened.Coupon, CancellationToken.None);

        DoubleChargeCase again = CaseWorld.Done(await OpenAsync("call-1", CaseWorld.Form()));
        CaseDone other = await OpenAsync("call-1", CaseWorld.Form(amount: 1));
        CaseDone late = await OpenAsync("call-2", CaseWorld.Form());

        Assert.Equal((opened.Number, opened.Version, true), (again.Number, again.Version, again.IsForgotten));
        Assert.IsType<CaseDone.Wrong>(other);
        Assert.Contains("has been erased", Assert.IsType<CaseDone.Unreadable>(late).Why, StringComparison.Ordinal);
        Assert.Single(await world.Get<CaseStore>().ReadAsync(CaseWorld.Campaign.Id, CancellationToken.None).ToListAsync());

        Task<CaseDone> OpenAsync(string key, CaseForm form) => open.HandleAsync(CaseWorld.Campaign, key, form, CaseWorld.Anna, CancellationToken.None);
    }

    [Fact]
    public async Task The_same_key_opens_one_case_and_with_other_facts_none()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase[] opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.OpenAsync("call-7"))));
        Assert.Single(opened.Select(one => one.Number).Distinct());
        (ReadFacts? other, _) = await world.Get<ReadCaseForm>().HandleAsync(CaseWorld.Campaign, CaseWorld.Form(amount: 1), CancellationToken.None);
        Assert.IsType<CaseDone.Wrong>(await world.Desk.OpenAsync(CaseWorld.Campaign, "call-7", other!, CaseWorld.Anna, CancellationToken.None));
        Assert.Single(await world.Get<CaseStore>().ReadAsync(CaseWorld.Campaign.Id, CancellationToken.None).ToListAsync());

        // Also long after, when the case has moved on.
        await world.ShopAsync(opened[0], confirms: true);
        Assert.Equal(opened[0].Number, (await world.OpenAsync("call-7")).Number);
    }

    [Fact]
    public async Task Two_cases_for_one_receipt_are_shown_together_and_the_second_person_has_to_have_seen_both()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,3000,", "KM-000002,2023-02-24,1000,true,3000,");
        DoubleChargeCase first = await world.ConfirmedAsync("call-1");
        DoubleChargeCase other = await world.OpenAsync("call-2", CaseWorld.Form("KM-000002", receipt: "ｒ １") with { Shop = "熊本の店 " });
        DoubleChargeCase unrelated = await world.OpenAsync("call-3", CaseWorld.Form("KM-000002", receipt: "R-2") with { Shop = "別の店" });

        CaseDetails details = await world.Get<ShowCases>().DetailsAsync(CaseWorld.Campaign, first, CancellationToken.None);
        Assert.Equal([(other.Number, false, true)], details.Related.Select(one => (one.Case.Number, one.SameCoupon, one.SameReceipt)));
        Assert.Equal([other.Number], (await world.Get<CaseStore>().ReadRelatedAsync(unrelated, CancellationToken.None)).Select(one => one.Number));
        CaseDone unseen = await world.Desk.ApproveAsync(CaseWorld.Campaign, world.Act(first, CaseWorld.Ben, "unseen"), new Yen(1000), [], CancellationToken.None);
        Assert.Contains("seen", Assert.IsType<CaseDone.NotNow>(unseen).Why, StringComparison.Ordinal);
        Assert.IsType<CaseDone.Done>(await world.ApproveAsync(first, CaseWorld.Ben));
    }

    [Fact]
    public async Task One_receipt_is_put_back_on_a_coupon_once()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase first = await world.ConfirmedAsync("call-1");
        DoubleChargeCase second = await world.ConfirmedAsync("call-2");
        DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(first, CaseWorld.Ben));
        DoubleChargeCase alsoApproved = CaseWorld.Done(await world.ApproveAsync(second, CaseWorld.Ben));

        Assert.Equal(CaseState.Restored, await world.PutBackAsync(approved));
        Assert.Equal(CaseState.Blocked, await world.PutBackAsync(alsoApproved));
        Assert.Contains("under another case", Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(await world.ReadAsync(alsoApproved), CaseWorld.Ben)).Why, StringComparison.Ordinal);
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
    }

    [Theory]
    [InlineData(999, "balance")]
    [InlineData(1001, "balance")]
    public async Task The_second_person_approves_the_balance_as_it_stands(long balance, string why)
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        CaseDone done = await world.ApproveAsync(await world.ConfirmedAsync(), CaseWorld.Ben, balance);
        Assert.Contains(why, Assert.IsType<CaseDone.NotNow>(done).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_more_than_the_coupon_was_issued_for()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,2600,true,3000,");
        CaseDone done = await world.ApproveAsync(await world.ConfirmedAsync(), CaseWorld.Ben);
        Assert.Contains("issued for", Assert.IsType<CaseDone.NotNow>(done).Why, StringComparison.Ordinal);
        Assert.Contains("amount", Assert.Single(await world.FaultsOfAsync(CaseWorld.Form(amount: 3001))), StringComparison.Ordinal);
        Assert.Empty(await world.FaultsOfAsync(CaseWorld.Form(amount: 3000)));
    }

    [Fact]
    public async Task Where_the_ledger_does_not_say_what_it_was_issued_for_the_caller_reads_it()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,,");
        Assert.Contains("faceValue", Assert.Single(await world.FaultsOfAsync(CaseWorld.Form())), StringComparison.Ordinal);
        Assert.Contains("amount", Assert.Single(await world.FaultsOfAsync(CaseWorld.Form() with { FaceValue = 499 })), StringComparison.Ordinal);
        DoubleChargeCase low = await world.ApprovedAsync(form: CaseWorld.Form() with { FaceValue = 1500 });
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(low));
    }

    [Fact]
    public async Task What_it_was_issued_for_is_not_raised_by_a_second_case()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,,");
        DoubleChargeCase first = await world.ConfirmedAsync("call-1", CaseWorld.Form() with { FaceValue = 1500 });
        DoubleChargeCase second = await world.ConfirmedAsync("call-2", CaseWorld.Form(receipt: "R-2") with { FaceValue = 5000 });
        foreach (DoubleChargeCase one in new[] { first, second })
        {
            Assert.Contains("issued for another amount", Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(one, CaseWorld.Ben)).Why, StringComparison.Ordinal);
        }

        CaseWorld.Done(await world.RefuseAsync(second));
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(first, CaseWorld.Ben))));
        DoubleChargeCase third = await world.ConfirmedAsync("call-3", CaseWorld.Form(receipt: "R-3") with { FaceValue = 5000 });
        Assert.Contains("issued for another amount", Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(third, CaseWorld.Ben)).Why, StringComparison.Ordinal);
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
    }

    [Fact]
    public async Task Each_of_the_four_facts_is_held_against_the_ledger_in_any_form()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        foreach (CaseForm right in new[] { CaseWorld.Form("ｋｍ－０００００１"), CaseWorld.Form() with { Expiry = "令和5年2月24日" }, CaseWorld.Form() with { Prefecture = "４３" }, CaseWorld.Form() with { Prefecture = "熊本" } })
        {
            Assert.Empty(await world.FaultsOfAsync(right));
        }

        foreach ((CaseForm wrong, string field) in new[]
        {
            (CaseWorld.Form("KM-999999"), "inquiryNumber"), (CaseWorld.Form("?"), "inquiryNumber"), (CaseWorld.Form() with { Expiry = "2023-02-25" }, "expiry"),
            (CaseWorld.Form() with { Prefecture = "山口県" }, "prefecture"), (CaseWorld.Form() with { Shop = "　" }, "shop"), (CaseWorld.Form(amount: 0), "amount"),
            (CaseWorld.Form() with { ShopContact = "nowhere" }, "shopContact"), (CaseWorld.Form() with { PaidAt = world.Clock.Now.AddMinutes(1) }, "paidAt"),
        })
        {
            Assert.StartsWith(field, Assert.Single(await world.FaultsOfAsync(wrong)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_new_link_kills_the_one_before_and_so_do_an_answer_and_a_correction()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        ShopLinks links = world.Get<ShopLinks>();
        DoubleChargeCase opened = await world.OpenAsync();
        List<string> tokens = [links.TokenFor(opened)];
        DoubleChargeCase asked = CaseWorld.Done(await world.AskAgainAsync(opened));
        tokens.Add(links.TokenFor(asked));
        DoubleChargeCase corrected = CaseWorld.Done(await world.CorrectAsync(asked, CaseWorld.Form(amount: 300), CaseWorld.Anna));
        tokens.Add(links.TokenFor(corrected));
        DoubleChargeCase answered = CaseWorld.Done(await world.ShopAsync(corrected, confirms: true));

        Assert.Equal(3, tokens.Distinct(StringComparer.Ordinal).Count());
        Assert.All(tokens, token => Assert.False(links.Opens(token, answered)));
        Assert.IsType<CaseDone.NotNow>(await world.ShopAsync(corrected, confirms: false));
        Assert.Equal(CaseState.Confirmed, (await world.ReadAsync(opened)).State);
    }

    [Fact]
    public async Task A_correction_takes_the_shops_word_about_other_facts_back_and_its_hand_is_no_second_person()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase corrected = CaseWorld.Done(await world.CorrectAsync(await world.ConfirmedAsync(), CaseWorld.Form(amount: 900), CaseWorld.Ben));
        Assert.Equal((CaseState.AskingShop, null, new Yen(900)), (corrected.State, corrected.ShopConfirmedAt, corrected.Amount));
        DoubleChargeCase confirmed = CaseWorld.Done(await world.ShopAsync(corrected, confirms: true));
        Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(confirmed, CaseWorld.Ben));
    }

    [Fact]
    public async Task What_nobody_decides_by_the_campaigns_end_is_refused_and_nothing_can_be_done_any_more()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        world.Clock.Now = CaseWorld.Campaign.DoubleCharges!.ClosesAt.AddMinutes(-1);
        DoubleChargeCase late = await world.ConfirmedAsync();
        world.Clock.Now = CaseWorld.Campaign.DoubleCharges.DecidedBy;
        Assert.IsType<CaseDone.NotNow>(await world.ApproveAsync(late, CaseWorld.Ben));
        for (int press = 0; press < 3; press++)
        {
            await world.PressAsync(late);
        }

        Assert.Equal((CaseState.Refused, CaseRefusal.NotDecidedInTime), ((await world.ReadAsync(late)).State, (await world.ReadAsync(late)).Refusal));
        Assert.Contains(AlarmKind.CaseOverdue, world.Alarms.Raised);
    }

    [Theory]
    [InlineData("kumamoto")]
    [InlineData("yamaguchi")]
    [InlineData("tochigi")]
    [InlineData("okinawa")]
    public void Reports_are_taken_from_2_March_and_what_is_confirmed_can_still_be_collected(string campaign)
    {
        Campaign read = Compensation.Tests.Campaigns.CampaignFiles.Read(campaign);
        DoubleChargePeriod period = read.DoubleCharges!;
        Assert.Equal(
            (new DateOnly(2023, 3, 2), new DateOnly(2023, 4, 30), new DateOnly(2023, 5, 24), new DateOnly(2023, 3, 31)),
            (period.OpensAt.DateInJapan(), period.ClosesAt.AddTicks(-1).DateInJapan(), period.DecidedBy.AddTicks(-1).DateInJapan(), read.Eligibility.ExtendedUntil));
    }

    [Fact]
    public async Task A_shop_is_not_written_to_of_what_cannot_be_read_and_it_is_tried_again_later()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase opened = await world.ReadAsync(await world.OpenAsync());
        await world.DamageAsync(opened);
        CaseRun run = new(CaseWorld.Campaign.Id, opened.Number);
        WriteToShop write = new(world.Get<CaseRoom>(), world.Get<ShopLinks>(), null!, world.Get<IOptions<NoticeOptions>>(), world.Clock, NullLogger<WriteToShop>.Instance);

        await write.Run(run, CancellationToken.None);

        CaseLook look = await world.Get<LookAtCase>().Run(run, CancellationToken.None);
        Assert.Equal((world.Clock.Now.AddMinutes(5), world.Clock.Now.AddMinutes(5)), (look.WriteAt, look.NextAt));
        Assert.Equal([AlarmKind.FieldUnreadable], world.Alarms.Raised);
    }

    /// <summary>Whoever wrote to the shop and died is waited for: looking again at once would go round without an end.</summary>
    [Fact]
    public async Task A_message_that_somebody_may_still_be_sending_is_looked_at_when_he_must_have_ended()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase opened = await world.ReadAsync(await world.OpenAsync());
        DateTimeOffset now = world.Clock.Now;
        NoticeOptions rules = world.Get<IOptions<NoticeOptions>>().Value;
        Task<CaseLook> Look() => world.Get<LookAtCase>().Run(new CaseRun(CaseWorld.Campaign.Id, opened.Number), CancellationToken.None);

        Assert.Equal(now, (await Look()).WriteAt);
        DoubleChargeCase seen = await world.ReadAsync(opened);
        Assert.NotNull(await world.Get<CaseStore>().TryKeepAsync(seen, seen with { Message = seen.Message with { Progress = seen.Message.Progress.Claimed("acs-email", now) } }, CancellationToken.None));

        Assert.Equal((now + rules.ClaimLease, now + rules.ClaimLease), ((await Look()).WriteAt, (await Look()).NextAt));
        world.Clock.Now = now + rules.ClaimLease;
        Assert.Equal(world.Clock.Now, (await Look()).WriteAt);
    }

    [Fact]
    public async Task Nothing_personal_lies_in_the_clear()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase one = await world.ConfirmedAsync();
        await foreach (Azure.Data.Tables.TableEntity row in world.Table(CaseStore.TableName).QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            string text = string.Join(' ', row.Select(cell => cell.Value));
            Assert.All(["KM-000001", "熊本の店", "example.jp", "11112222", "店長"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }

        Assert.NotNull(one.ProtectedAnswer);
    }
}
