using System.Globalization;
using Azure.Data.Tables;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Tests.Coupons;

namespace Compensation.Tests.CallCentre;

/// <summary>From both confirmations to the yen.</summary>
public sealed class PutBackTests
{
    private const string CaseHeader = "adjustment_id,inquiry_number,kind,amount,reason,case,batch";

    [Fact]
    public async Task It_is_put_back_once_prolongs_the_coupon_and_joins_the_cutoff()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-20,0,true,3000,090-1234-5678");
        DoubleChargeCase approved = await world.ApprovedAsync(form: CaseWorld.Form() with { Expiry = "2023-02-20" });
        CaseState[] states = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.PutBackAsync(approved))));

        Assert.Contains(CaseState.Restored, states);
        CouponStanding coupon = await world.CouponAsync();
        Assert.Equal((new Yen(500), new Yen(500), true), (coupon.Balance, coupon.Coupon.Restored, coupon.Coupon.Extended));
        await world.SealAsync();
        Entitlement owed = Assert.Single(await world.OwedAsync());
        Assert.Equal((EntitlementRoute.DoubleCharge, new Yen(500), ContactKinds.Sms), (owed.Route, owed.Amount, owed.Contacts));
    }

    /// <summary>It would be tried again and again: somebody takes it down anew, and it is put back then.</summary>
    [Fact]
    public async Task What_cannot_be_read_any_more_is_blocked_and_an_alarm_and_goes_on_once_it_was_corrected()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase approved = await world.ApprovedAsync();
        await world.DamageAsync(approved);

        Assert.Equal(CaseState.Blocked, await world.PutBackAsync(approved));
        DoubleChargeCase blocked = await world.ReadAsync(approved);
        Assert.Equal((RestorationRefusal.Unreadable, new Yen(1000)), (blocked.BlockedBy, (await world.CouponAsync()).Balance));
        Assert.Contains(AlarmKind.FieldUnreadable, world.Alarms.Raised);

        DoubleChargeCase corrected = CaseWorld.Done(await world.CorrectAsync(blocked, CaseWorld.Form(), CaseWorld.Anna));
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(CaseWorld.Done(await world.ShopAsync(corrected, confirms: true)), CaseWorld.Ben))));
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
    }

    [Fact]
    public async Task Of_a_file_that_names_neither_case_nor_batch_the_file_is_the_batch()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        AdjustmentResult taken = await world.AdjustAsync("adjustment_id,inquiry_number,kind,amount,reason", "A-1,KM-000001,spent,100,shop");
        await world.PutBackAsync(await world.ApprovedAsync());

        CouponHistory history = (await world.Get<CouponHistories>().ReadAsync(CaseWorld.Campaign.Id, (await world.CouponAsync()).Id, CancellationToken.None))!;
        Assert.NotNull(taken.Import);
        Assert.Equal([(false, taken.Import), (true, null)], history.Changes.Select(change => (change.Case is not null, change.Batch)));
    }

    [Fact]
    public async Task A_coupon_that_is_valid_beyond_31_March_owes_the_restored_part_only()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-04-15,2000,true,3000,");
        DoubleChargeCase approved = await world.ApprovedAsync(form: CaseWorld.Form() with { Expiry = "2023-04-15" });
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(approved));
        Assert.Equal(new Yen(2500), (await world.CouponAsync()).Balance);
        SealedLedger sealedLedger = await world.SealAsync();
        Assert.Equal(new Yen(500), Assert.Single(await world.OwedAsync()).Amount);
        Assert.Equal(new Yen(500), sealedLedger.Yen);
    }

    [Fact]
    public async Task Nothing_is_put_back_without_both_confirmations()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase opened = await world.OpenAsync();
        await world.PutBackAsync(opened);
        await world.PutBackAsync(CaseWorld.Done(await world.ShopAsync(opened, confirms: true)));
        Assert.Equal(new Yen(1000), (await world.CouponAsync()).Balance);

        // A row that was tampered with stands still, loudly.
        TableEntity row = await world.Table(CaseStore.TableName).GetEntityAsync<TableEntity>("kumamoto", $"c:{opened.Number}");
        row["State"] = nameof(CaseState.Approved);
        await world.Table(CaseStore.TableName).UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);
        await Assert.ThrowsAsync<InvalidDataException>(() => world.PutBackAsync(opened));
        Assert.Equal(new Yen(1000), (await world.CouponAsync()).Balance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_each_write_it_goes_on_and_puts_back_once(bool afterTheCutoff)
    {
        int writes = 0;
        for (int die = 1; die == 1 || die <= writes; die++)
        {
            foreach (bool afterwards in new[] { false, true })
            {
                using CaseWorld world = await CaseWorld.StartAsync();
                DoubleChargeCase confirmed = await world.ConfirmedAsync();
                if (afterTheCutoff)
                {
                    await world.SealAsync();
                }

                DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben));
                world.Faults.DieAt(die, afterwards);
                Exception? died = await Record.ExceptionAsync(() => world.PutBackAsync(approved));
                world.Faults.Heal();
                if (writes == 0)
                {
                    using CaseWorld undisturbed = await CaseWorld.StartAsync();
                    writes = await WritesAsync(undisturbed, afterTheCutoff);
                }

                CaseState state = CaseState.Approved;
                for (int again = 0; again < 3 && state == CaseState.Approved; again++)
                {
                    state = await world.PutBackAsync(approved);
                }

                Assert.True(died is null or StorageDiedException, died?.ToString());
                Assert.Equal(afterTheCutoff ? CaseState.Supplemented : CaseState.Restored, state);
                Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
                if (!afterTheCutoff)
                {
                    await world.SealAsync();
                }

                Assert.Equal(1500, (await world.OwedAsync()).Sum(owed => owed.Amount.Amount));
                Assert.IsType<SealVerdict.Holds>(await world.Get<SealVerification>().VerifyAsync(CaseWorld.Campaign.Id, CancellationToken.None));
            }
        }

        Assert.InRange(writes, 3, 12);
    }

    /// <summary>As an engine may carry an activity out twice: whatever a run has seen before the other one came, the case is not called blocked by what was done for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_run_at_any_moment_puts_back_once_and_blocks_nothing(bool afterTheCutoff)
    {
        int requests = 1;
        for (int at = 0; at <= requests; at++)
        {
            using CaseWorld world = await CaseWorld.StartAsync();
            DoubleChargeCase confirmed = await world.ConfirmedAsync();
            if (afterTheCutoff)
            {
                await world.SealAsync();
            }

            DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben));
            world.Meanwhile.Before(at, () => world.PutBackUnsaidAsync(approved));
            CaseState state = await world.PutBackAsync(approved);
            if (at == 0)
            {
                // Nobody came in between.
                requests = world.Meanwhile.Requests;
            }

            for (int again = 0; again < 3 && state == CaseState.Approved; again++)
            {
                state = await world.PutBackAsync(approved);
            }

            Assert.Equal((at, afterTheCutoff ? CaseState.Supplemented : CaseState.Restored), (at, state));
            Assert.Equal(state, (await world.ReadAsync(approved)).State);
            Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
        }

        Assert.InRange(requests, 8, 60);
    }

    [Fact]
    public async Task After_the_cutoff_it_is_a_supplement_with_a_right_and_a_link_of_its_own()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,3000,090-1234-5678", "KM-000002,2023-02-20,0,false,3000,");
        DoubleChargeCase app = await world.ConfirmedAsync("call-1");
        DoubleChargeCase paper = await world.ConfirmedAsync("call-2", CaseWorld.Form("KM-000002", receipt: "R-2") with { Expiry = "2023-02-20" });
        SealedLedger sealedLedger = await world.SealAsync();
        foreach (DoubleChargeCase one in new[] { app, paper })
        {
            Assert.Equal(CaseState.Supplemented, await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(one, CaseWorld.Ben))));
        }

        List<Entitlement> owed = await world.OwedAsync();
        Assert.Equal([(EntitlementRoute.App, 1000L), (EntitlementRoute.DoubleCharge, 500L), (EntitlementRoute.DoubleCharge, 500L)], owed.Select(one => (one.Route, one.Amount.Amount)).Order());
        Assert.Equal((1, new Yen(1000)), (sealedLedger.People, sealedLedger.Yen));
        Assert.Equal(new PeopleAndYen(2, new Yen(1000)), await world.Get<Supplements>().CountAsync(CaseWorld.Campaign.Id, CancellationToken.None));

        // The app knows where one is reached; the other has said so himself.
        string[] reached = [.. owed.Where(one => one.Route == EntitlementRoute.DoubleCharge).Select(one => world.Get<ProtectedFields>().UnprotectJson<Contact>(one.ProtectedContact!).Phone!)];
        Assert.Equal(["+818011112222", "+819012345678"], reached.Order(StringComparer.Ordinal));
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
        CaseLook look = await world.Get<LookAtCase>().Run(new CaseRun(CaseWorld.Campaign.Id, app.Number), CancellationToken.None);
        Assert.Equal(($"supplement-{app.Number}", CaseWorld.Campaign.Waves[0].StartsAt), (look.Notice!.WaveId, look.Notice.Window.StartsAt));
    }

    /// <summary>The ledger's number is a stranger's once an operator has corrected it, or taken it off.</summary>
    [Theory]
    [InlineData("taro@example.jp", null, "taro@example.jp")]
    [InlineData(null, "+818011112222", null)]
    public async Task A_supplement_goes_to_where_its_holder_is_reached_by_now(string? corrected, string? phone, string? email)
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase confirmed = await world.ConfirmedAsync();
        await world.SealAsync();
        Entitlement right = Assert.Single(await world.OwedAsync());
        ProtectedFields fields = world.Get<ProtectedFields>();
        Entitlement now = right with { ProtectedContact = corrected is null ? null : fields.ProtectJson(new Contact(null, corrected)), Contacts = corrected is null ? ContactKinds.None : ContactKinds.Email, LinkVersion = 2, CorrectedBy = "order" };
        Assert.NotNull(await world.Get<EntitlementStore>().TryMoveAsync(right, now, CancellationToken.None));

        Assert.Equal(CaseState.Supplemented, await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben))));

        Entitlement added = (await world.OwedAsync()).Single(one => one.Route == EntitlementRoute.DoubleCharge);
        Assert.Equal(new Contact(phone, email), fields.UnprotectJson<Contact>(added.ProtectedContact!));
    }

    [Fact]
    public async Task Neither_on_the_coupon_nor_as_a_supplement_between_the_cutoff_and_the_seal()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase approved = await world.ApprovedAsync();
        world.Clock.Now = CaseWorld.Campaign.CutoffAt;
        Assert.Equal(CaseState.Approved, await world.PutBackAsync(approved));
        await world.Get<CloseLedger>().Run(CaseWorld.Campaign.Id, CancellationToken.None);
        world.Clock.Now = CaseWorld.Campaign.CutoffAt.AddSeconds(-1);
        Assert.Equal(CaseState.Approved, await world.PutBackAsync(approved));
        await world.SealAsync();
        Assert.Equal(CaseState.Supplemented, await world.PutBackAsync(approved));
        Assert.Equal(1500, (await world.OwedAsync()).Sum(owed => owed.Amount.Amount));
    }

    [Fact]
    public async Task Supplements_that_were_changed_removed_or_added_are_found()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,3000,", "KM-000002,2023-02-24,1000,true,3000,", "KM-000003,2023-02-24,1000,true,3000,");
        List<DoubleChargeCase> confirmed = [];
        foreach (int number in new[] { 1, 2, 3 })
        {
            confirmed.Add(await world.ConfirmedAsync($"call-{number}", CaseWorld.Form(string.Create(CultureInfo.InvariantCulture, $"KM-00000{number}"), receipt: $"R-{number}")));
        }

        await world.SealAsync();
        foreach (DoubleChargeCase one in confirmed)
        {
            await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(one, CaseWorld.Ben)));
        }

        TableClient seals = world.Table(SealStore.TableName);
        Assert.Null(await DifferingAsync(world));
        TableEntity second = await seals.GetEntityAsync<TableEntity>("kumamoto", "x:00000002");
        TableEntity changed = new(second) { ["Amount"] = 5000L };
        await seals.UpdateEntityAsync(changed, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.Equal(2, await DifferingAsync(world));
        await seals.DeleteEntityAsync("kumamoto", "x:00000002");
        Assert.Equal(2, await DifferingAsync(world));
        await seals.AddEntityAsync(second);
        Assert.Null(await DifferingAsync(world));
        await seals.DeleteEntityAsync("kumamoto", "x:00000003");
        Assert.Equal(0, await DifferingAsync(world));
    }

    [Fact]
    public async Task The_report_says_what_was_sealed_and_what_was_added_and_that_cases_are_what_was_put_back()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,3000,", "KM-000002,2023-02-24,1000,true,3000,");
        await world.PutBackAsync(await world.ApprovedAsync("call-1"));
        DoubleChargeCase late = await world.ConfirmedAsync("call-2", CaseWorld.Form("KM-000002", amount: 700, receipt: "R-2"));
        DoubleChargeCase denied = await world.OpenAsync("call-3", CaseWorld.Form("KM-000002", amount: 100, receipt: "R-3"));
        await world.RefuseAsync(CaseWorld.Done(await world.ShopAsync(denied, confirms: false)));
        SealedLedger ledger = await world.SealAsync();
        await world.PutBackAsync(CaseWorld.Done(await world.ApproveAsync(late, CaseWorld.Ben)));

        CloseOrder order = new(CaseWorld.Campaign.Id, CaseWorld.Campaign.Shards, ledger.Seal, new PeopleAndYen(ledger.People, ledger.Yen));
        Tally tally = new([new StateCount(EntitlementState.Open, new PeopleAndYen(3, new Yen(3200)))], [], 0);
        PeopleAndYen since = await world.Get<Supplements>().CountAsync(CaseWorld.Campaign.Id, CancellationToken.None);
        ClosingReport report = ClosingReport.Of(new CountedBooks(order, tally) { Supplements = since }, world.Clock.Now);
        Assert.True(report.Balanced);
        Assert.Equal((new Yen(2500), new Yen(700), new Yen(3200)), (report.Sealed.Yen, report.Supplements.Yen, report.Entitled.Yen));
        Assert.False(ClosingReport.Of(new CountedBooks(order, tally), world.Clock.Now).Balanced);

        CasesChapter chapter = new(world.Get<CaseStore>(), world.Desk, world.Get<Restorations>(), world.Get<Supplements>());
        Chapter counted = (await chapter.CountAsync(CaseWorld.Campaign, report, CancellationToken.None))!;
        Assert.Equal("""{"opened":3,"restored":2,"refused":1,"yen":1200,"supplements":1,"waiting":0}""", counted.Figures.GetRawText());
        Assert.Empty(counted.Discrepancies);
        Assert.Contains("1,200円", chapter.Show(counted.Figures).ToString(), StringComparison.Ordinal);

        // A case that says more than was put back is found.
        TableEntity row = await world.Table(CaseStore.TableName).GetEntityAsync<TableEntity>("kumamoto", $"c:{denied.Number}");
        row["State"] = nameof(CaseState.Restored);
        await world.Table(CaseStore.TableName).UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.Equal(CasesChapter.PutBack, Assert.Single((await chapter.CountAsync(CaseWorld.Campaign, report, CancellationToken.None))!.Discrepancies).Check);
    }

    private static async Task<(AdjustmentOutcome Outcome, int Applied)> AppliedAsync(CaseWorld world, string header, string row)
    {
        AdjustmentResult result = await world.AdjustAsync(header, row);
        return (result.Outcome, (int)result.Applied);
    }

    [Fact]
    public async Task A_row_of_adjustments_names_its_case_or_its_batch()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase confirmed = await world.ConfirmedAsync();
        foreach ((string row, string field) in new[]
        {
            ("A-1,KM-000001,spent,1,shop,,", "case"), ("A-1,KM-000001,spent,1,shop,123456789,b", "batch"), ("A-1,KM-000001,restored,500,double-charge,12345678,", "case"),
            ("A-1,KM-000001,restored,500,double-charge,000000000,", "case"), ($"A-1,KM-000001,restored,500,double-charge,{confirmed.Number},", "case"), ("case-1,KM-000001,spent,1,shop,,b", "adjustment_id"),
            ("A-1,KM-000001,restored,2001,cash-paid,,b", "amount"),
        })
        {
            AdjustmentResult refused = await world.AdjustAsync(CaseHeader, row);
            Assert.True((AdjustmentOutcome.Invalid, field) == (refused.Outcome, Assert.Single(refused.Errors).Field), row);
        }

        // Without the columns the file is the batch.
        Assert.Equal((AdjustmentOutcome.Applied, 1), await AppliedAsync(world, "adjustment_id,inquiry_number,kind,amount,reason", "A-0,KM-000001,spent,1,shop"));
        Assert.Equal((AdjustmentOutcome.Applied, 1), await AppliedAsync(world, "adjustment_id,inquiry_number,kind,amount,reason", "B-0,KM-000001,restored,1,cash-paid"));

        DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben));
        Assert.Equal("case", Assert.Single((await world.AdjustAsync(CaseHeader, $"A-1,KM-000001,restored,501,double-charge,{approved.Number},")).Errors).Field);
        AdjustmentResult taken = await world.AdjustAsync(CaseHeader, $"A-1,KM-000001,restored,500,double-charge,{approved.Number},");
        Assert.Equal((AdjustmentOutcome.Applied, 1), (taken.Outcome, taken.Applied));

        // The case finds it done, the file again does nothing, and it cannot be taken back any more.
        Assert.Equal(CaseState.Restored, await world.PutBackAsync(approved));
        Assert.Equal(AdjustmentOutcome.Unchanged, (await world.AdjustAsync(CaseHeader, $"A-9,KM-000001,restored,500,double-charge,{approved.Number},")).Outcome);
        Assert.IsType<TakingBackResult.Refused>(await world.Get<TakingBack>().RunAsync(CaseWorld.Campaign, taken.Import!, "anna", "mistake", CancellationToken.None));
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
    }

    [Fact]
    public async Task Neither_a_case_nor_a_file_that_names_it_brings_more_onto_a_coupon_than_its_caller_has_read_from_it()
    {
        using CaseWorld world = await CaseWorld.StartAsync("KM-000001,2023-02-24,1000,true,,");
        DoubleChargeCase approved = await world.ApprovedAsync(form: CaseWorld.Form() with { FaceValue = 1500 });
        Assert.Equal((AdjustmentOutcome.Applied, 1), await AppliedAsync(world, CaseHeader, "A-1,KM-000001,restored,1,cash-paid,,b"));

        AdjustmentResult above = await world.AdjustAsync(CaseHeader, $"A-2,KM-000001,restored,500,double-charge,{approved.Number},");
        // The balance is not the one on which it was approved, by neither door.
        Assert.Equal((AdjustmentOutcome.Invalid, "case"), (above.Outcome, Assert.Single(above.Errors).Field));
        Assert.Equal(CaseState.Blocked, await world.PutBackAsync(approved));
        Assert.Equal(new Yen(1001), (await world.CouponAsync()).Balance);
    }

    [Fact]
    public async Task What_a_dead_import_left_behind_does_not_count_once_a_case_is_put_back()
    {
        using CaseWorld world = await CaseWorld.StartAsync();
        DoubleChargeCase approved = await world.ApprovedAsync();
        world.Faults.DieAt(2, afterwards: true);
        await Assert.ThrowsAnyAsync<Exception>(() => world.AdjustAsync(CaseHeader, "A-1,KM-000001,spent,400,shop,,b"));
        world.Faults.Heal();
        world.Clock.Now = world.Clock.Now.AddHours(1);
        CaseState state = CaseState.Approved;
        for (int again = 0; again < 3 && state == CaseState.Approved; again++)
        {
            state = await world.PutBackAsync(approved);
        }

        Assert.Equal(CaseState.Restored, state);
        Assert.Equal(new Yen(1500), (await world.CouponAsync()).Balance);
    }

    private static Task<int?> DifferingAsync(CaseWorld world) => world.Get<Supplements>().FirstDifferingAsync(CaseWorld.Campaign.Id, CancellationToken.None);

    private static async Task<int> WritesAsync(CaseWorld world, bool afterTheCutoff)
    {
        DoubleChargeCase confirmed = await world.ConfirmedAsync();
        if (afterTheCutoff)
        {
            await world.SealAsync();
        }

        DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(confirmed, CaseWorld.Ben));
        world.Faults.DieAt(int.MaxValue, afterwards: false);
        await world.PutBackAsync(approved);
        return world.Faults.Writes;
    }
}
