using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Checking;
using Compensation.Transfers.Telling;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Transfers.BankAnswers;

public class TransferResultsTests
{
    private const string Header = "reference,amount,result,reason,date\n";

    [Fact]
    public async Task Paid_and_returned_move_the_right_with_the_transfer()
    {
        using TransferWorld world = new();
        (EntitlementId paid, EntitlementId back) = (await world.ReleaseAsync(yen: 1000), await world.ReleaseAsync(yen: 2000));
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string file = $"{Header}{await world.ReferenceAsync(paid)},1000,paid,,2023-05-16\n{await world.ReferenceAsync(back)},2000,returned,nameMismatch,2023-05-17\n";

        TransferResultsTaken taken = await world.TakeAsync(file);
        TransferResultsTaken again = await world.TakeAsync(file);

        Assert.Equal((true, 2, 1, 1, 0), (taken.Taken, taken.Lines, taken.Paid, taken.Returned, taken.Unchanged));
        Assert.Equal((true, 0, 0, 2), (again.Taken, again.Paid, again.Returned, again.Unchanged));
        Assert.Equal((EntitlementState.Transferred, EntitlementState.TransferFailed), (await world.RightAsync(paid), await world.RightAsync(back)));
        Assert.Equal(ReturnReason.NameMismatch, (await world.ReadAsync(back)).ReturnedBecause);
    }

    [Fact]
    public async Task Who_gets_it_back_corrects_the_account_and_is_paid_under_a_new_reference()
    {
        using TransferWorld world = new();
        EntitlementId id = await ReturnedAsync(world);
        string first = await world.ReferenceAsync(id);
        world.Clock.Now = TransferWorld.Campaign.ReceiptEndsAt.AddDays(1);

        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(holder: "ﾔﾏﾀﾞ ﾊﾅｺ"), CancellationToken.None)).Refusal);
        await world.CheckAndReleaseAsync(id);
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string second = await world.ReferenceAsync(id);
        await world.TakeAsync($"{Header}{first},2000,returned,nameMismatch,2023-05-17\n{second},2000,paid,,2023-06-05\n");

        Assert.NotEqual(first, second);
        Assert.Equal((TransferState.Paid, EntitlementState.Transferred), ((await world.ReadAsync(id)).State, await world.RightAsync(id)));
    }

    [Fact]
    public async Task Who_gets_it_back_can_take_points_until_transfers_end()
    {
        using TransferWorld world = new();
        EntitlementId id = await ReturnedAsync(world);
        world.Clock.Now = TransferWorld.Campaign.BooksCloseAt.AddMinutes(-1);

        Assert.Null((await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);

        Entitlement right = (await world.Get<EntitlementStore>().FindAsync(TransferWorld.Campaign.Id, id, CancellationToken.None))!;
        Assert.Equal((EntitlementState.Open, TransferWorld.Campaign.BooksCloseAt), (right.State, right.CollectingEndsAt(TransferWorld.Campaign)));
    }

    [Fact]
    public async Task What_cannot_be_true_waits_for_a_person()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string paid = $"{await world.ReferenceAsync(id)},2000,paid,,2023-05-16\n";

        TransferResultsTaken taken = await world.TakeAsync(Header + paid + paid);
        Assert.Equal((1, TransferState.Review), (taken.Review, (await world.ReadAsync(id)).State));
        HttpRequest request = TransferWorld.Request("anna", """{"paid":true,"reason":"the bank had listed it twice"}""");
        (int status, _) = await TransferWorld.AnswerAsync(request, await world.Get<ResolveTransfer>().Run(request, "tochigi", id.ToString(), CancellationToken.None));

        Assert.Equal((200, TransferState.Paid, EntitlementState.Transferred), (status, (await world.ReadAsync(id)).State, await world.RightAsync(id)));
        Assert.Equal("anna", (await world.ReadAsync(id)).Resolved!.Name);
        await world.TakeAsync(Header + paid + paid);
        await world.TakeAsync($"date,withdrawal,deposit,description\n2023-05-16,2000,,{await world.ReferenceAsync(id)}\n", "statement");
        Assert.Equal(TransferState.Paid, (await world.ReadAsync(id)).State);
        await world.TakeAsync($"date,withdrawal,deposit,description\n2023-05-18,,2000,{await world.ReferenceAsync(id)}\n", "statement");
        Assert.Equal(TransferState.Review, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task A_file_with_a_faulty_line_changes_nothing()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        string reference = await world.ReferenceAsync(id);
        Assert.Equal("is of no payment that was sent to the bank", (await world.TakeAsync($"{Header}{reference},2000,paid,,2023-05-16\n")).Errors[0].Problem);
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);

        TransferResultsTaken taken = await world.TakeAsync($"{Header}{reference},2000,paid,,2023-05-16\n{reference},x,lost,nameMismatch,yesterday\n");

        Assert.False(taken.Taken);
        Assert.Equal([(3L, "amount"), (3L, "result"), (3L, "reason"), (3L, "date")], taken.Errors.Select(error => (error.Line, error.Field)));
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task Another_amount_is_never_a_match()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);

        await world.TakeAsync($"{Header}{await world.ReferenceAsync(id)},1999,paid,,2023-05-16\n");

        Assert.Equal(TransferState.Review, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task A_statement_tells_of_returns_by_the_money_that_comes_back()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);

        TransferResultsTaken taken = await world.TakeAsync(
            $"date,withdrawal,deposit,description\n2023/5/16,2000,,総合振込\n2023/5/17,,\"2,000\",振込不能　受取人名相違　{await world.ReferenceAsync(id)}\n2023/5/17,,5000,ヤマダ\n", "statement");

        Assert.Equal((true, 1, 1), (taken.Taken, taken.Lines, taken.Returned));
        Assert.Equal(ReturnReason.NameMismatch, (await world.ReadAsync(id)).ReturnedBecause);
    }

    /// <summary>What the bank takes for its work bears the payment's reference at some banks. It is no payment, and another amount.</summary>
    [Theory]
    [InlineData("220,,振込手数料 {0}")]
    [InlineData("220,,{0} ﾌﾘｺﾐﾃｽｳﾘﾖｳ")]
    [InlineData("220,0,ふりこみてすうりょう　{0}")]
    [InlineData("20,,消費税（手数料分） {0}")]
    [InlineData("880,,組戻手数料 {0}")]
    [InlineData("2000,,振込手数料 {0}")]
    [InlineData(",220,振込手数料返還 {0}")]
    public async Task A_charge_is_no_payment(string charge)
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string reference = await world.ReferenceAsync(id);
        string line = $"2023/5/16,{string.Format(CultureInfo.InvariantCulture, charge, reference)}\n";

        TransferResultsTaken alone = await world.TakeAsync($"date,withdrawal,deposit,description\n{line}", "statement");
        TransferState before = (await world.ReadAsync(id)).State;
        await world.TakeAsync($"date,withdrawal,deposit,description\n2023/5/16,2000,,総合振込 {reference}\n{line}", "statement");

        Assert.Equal((true, 0, TransferState.Filed, TransferState.Paid), (alone.Taken, alone.Lines, before, (await world.ReadAsync(id)).State));
    }

    /// <summary>A payment's own line may name the charge; and what comes back without it is another amount, of which a person has to know.</summary>
    [Theory]
    [InlineData("2000,,振込（手数料込） {0}", TransferState.Paid)]
    [InlineData("2000,,ﾌﾘｺﾐ ﾃｽｳﾘﾖｳﾄｳﾎｳﾌﾀﾝ {0}", TransferState.Paid)]
    [InlineData("2000,,振込 手数料無料 {0}", TransferState.Paid)]
    [InlineData(",1560,組戻 手数料差引後 {0}", TransferState.Review)]
    [InlineData(",1560,振込不能 組戻手数料 {0}", TransferState.Review)]
    [InlineData(",2000,振込不能 手数料なし {0}", TransferState.Returned)]
    public async Task A_line_that_only_mentions_the_charge_counts(string line, TransferState state)
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);

        await world.TakeAsync($"date,withdrawal,deposit,description\n2023/5/17,{string.Format(CultureInfo.InvariantCulture, line, await world.ReferenceAsync(id))}\n", "statement");

        Assert.Equal(state, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task The_documented_file_can_name_a_charge_too()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string reference = await world.ReferenceAsync(id);

        TransferResultsTaken taken = await world.TakeAsync($"{Header}{reference},220,charge,,2023-05-16\n{reference},2000,paid,,2023-05-16\n");

        Assert.Equal((true, 1, TransferState.Paid), (taken.Taken, taken.Lines, (await world.ReadAsync(id)).State));
    }

    /// <summary>Where the reference went as two customer codes, a statement may print them apart.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("　")]
    [InlineData("-")]
    public async Task A_reference_is_known_in_two_halves_too(string between)
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        string reference = await world.ReferenceAsync(id);

        await world.TakeAsync($"date,withdrawal,deposit,description\n2023/5/17,,2000,振込不能　解約済　{reference[..10]}{between}{reference[10..]}\n", "statement");

        Assert.Equal((TransferState.Returned, ReturnReason.AccountClosed), ((await world.ReadAsync(id)).State, (await world.ReadAsync(id)).ReturnedBecause));
    }

    [Theory]
    [InlineData("ﾌﾘｺﾐﾌﾉｳ ｶﾞｲﾄｳｺｳｻﾞﾅｼ", ReturnReason.AccountNotFound)]
    [InlineData("ｸﾐﾓﾄﾞｼ ｳｹﾄﾘﾆﾝﾒｲｿｳｲ", ReturnReason.NameMismatch)]
    [InlineData("組戻し　解約済", ReturnReason.AccountClosed)]
    [InlineData("振込不能", ReturnReason.Other)]
    public async Task A_statement_names_the_reason_in_kanji_or_in_kana(string words, ReturnReason reason)
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);

        await world.TakeAsync($"date,withdrawal,deposit,description\n2023/5/17,{(reason == ReturnReason.Other ? "0" : string.Empty)},2000,{words} {await world.ReferenceAsync(id)}\n", "statement");

        Assert.Equal(reason, (await world.ReadAsync(id)).ReturnedBecause);
    }

    [Fact]
    public async Task Once_points_are_taken_a_return_that_is_told_again_alarms_nobody_and_a_payment_does()
    {
        using TransferWorld world = new();
        EntitlementId id = await ReturnedAsync(world);
        string reference = await world.ReferenceAsync(id);
        Assert.Null((await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);

        await world.TakeAsync($"date,withdrawal,deposit,description\n2023-05-17,,2000,{reference}\n", "statement");
        Assert.DoesNotContain(AlarmKind.TransferReview, world.Alarms.Raised);

        await world.TakeAsync($"{Header}{reference},2000,paid,,2023-05-22\n");
        Assert.Contains(AlarmKind.TransferReview, world.Alarms.Raised);
    }

    [Fact]
    public async Task Who_is_to_be_told_is_told_once_and_nobody_is_bothered_with_what_is_ours()
    {
        using TransferWorld world = new();
        EntitlementId id = await ReturnedAsync(world);
        EntitlementId ours = await ReturnedAsync(world, "insufficientFunds");
        ReturnedTransfers returned = world.Get<ReturnedTransfers>();

        Assert.Equal([new ToldAttempt(1, 1)], await returned.MarkAsync(TransferWorld.Campaign, CancellationToken.None));
        await returned.StrikeOffAsync(TransferWorld.Campaign, 1, CancellationToken.None);
        Assert.Empty(await returned.MarkAsync(TransferWorld.Campaign, CancellationToken.None));
        Assert.Equal((1, 0), ((await world.ReadAsync(id)).ToldAttempt, (await world.ReadAsync(ours)).ToldAttempt));

        HttpRequest request = TransferWorld.Request("anna");
        await world.Get<PayAgain>().Run(request, "tochigi", ours.ToString(), CancellationToken.None);
        Assert.Equal((TransferState.Requested, 2, EntitlementState.TransferRequested), ((await world.ReadAsync(ours)).State, (await world.ReadAsync(ours)).Attempt, await world.RightAsync(ours)));
        Assert.Equal(TransferState.Returned, (await world.ReadAsync(id)).State);
    }

    /// <summary>A double click, or a repeat by another instance, at each request of the first one.</summary>
    [Theory]
    [InlineData("hold", TransferState.Held)]
    [InlineData("resolve", TransferState.Paid)]
    [InlineData("again", TransferState.Requested)]
    public async Task An_act_that_is_sent_twice_in_one_moment_is_done_once_and_answered_as_done_both_times(string act, TransferState expected)
    {
        Person anna = new(TransferWorld.IdOf("anna"), "anna", Roles.Finance);
        int requests = 1;
        for (int at = 0; at <= requests; at++)
        {
            using TransferWorld world = new();
            EntitlementId id = act switch
            {
                "hold" => await world.AskAsync(),
                "again" => await ReturnedAsync(world, "insufficientFunds"),
                _ => await InReviewAsync(world),
            };
            Transfer? other = null;
            world.Meanwhile.Before(at, async () => other = await ActAsync());
            Transfer? done = await ActAsync();
            if (at == 0)
            {
                // Nobody came in between.
                (requests, other) = (world.Meanwhile.Requests, done);
            }

            Assert.Equal((at, expected, expected), (at, done?.State, other?.State));
            Transfer now = await world.ReadAsync(id);
            Assert.Equal((expected, act == "again" ? 2 : 1, done!.Version), (now.State, now.Attempt, now.Version));

            Task<Transfer?> ActAsync() => act switch
            {
                "hold" => world.Get<HoldTransfer>().HandleAsync(TransferWorld.Campaign, id, new HoldRequest(1, "名義が違う"), anna, CancellationToken.None),
                "again" => world.Get<PayAgain>().HandleAsync(TransferWorld.Campaign, id, anna, "key-1", CancellationToken.None),
                _ => world.Get<ResolveTransfer>().HandleAsync(TransferWorld.Campaign, id, new ResolveRequest(Paid: true, "電話で確認"), anna, "key-1", CancellationToken.None),
            };
        }

        Assert.InRange(requests, 2, 20);
    }

    private static async Task<EntitlementId> InReviewAsync(TransferWorld world)
    {
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(id)},2000,paid,,2023-05-17\n");
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(id)},2000,returned,accountClosed,2023-05-16\n");
        Assert.Equal(TransferState.Review, (await world.ReadAsync(id)).State);
        return id;
    }

    /// <summary>A process dies at each write in turn; the same file again completes what it had begun.</summary>
    [Fact]
    public async Task A_kill_in_the_middle_of_an_import_is_healed_by_the_same_file()
    {
        for (int dies = 1; ; dies++)
        {
            using TransferWorld world = new();
            EntitlementId[] people = [await world.ReleaseAsync(), await world.ReleaseAsync(), await world.ReleaseAsync()];
            await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
            string[] references = await Task.WhenAll(people.Select(world.ReferenceAsync));
            string file = $"{Header}{references[0]},2000,paid,,2023-05-16\n{references[1]},2000,returned,accountClosed,2023-05-17\n{references[2]},2000,paid,,2023-05-16\n{references[2]},2000,returned,other,2023-05-18\n";
            int writes = 0;
            world.BeforeWrite = (_, _) => _ = ++writes == dies ? throw new IOException("killed") : 0;
            bool died = false;
            try
            {
                await world.TakeAsync(file);
            }
            catch (Exception)
            {
                died = true;
            }

            world.BeforeWrite = null;
            await world.TakeAsync(file);
            Assert.Equal([TransferState.Paid, TransferState.Returned, TransferState.Returned], (await Task.WhenAll(people.Select(world.ReadAsync))).Select(transfer => transfer.State));
            if (!died)
            {
                Assert.InRange(dies, 3, 20);
                return;
            }
        }
    }

    [Fact]
    public async Task A_wish_that_cannot_be_read_any_more_is_for_a_person_and_holds_up_no_other()
    {
        using TransferWorld world = new();
        TransferWishes wishes = world.Get<TransferWishes>();
        EntitlementId[] wishers = [EntitlementId.FromValue(1UL << 40), EntitlementId.FromValue(2UL << 40)];
        foreach (EntitlementId wisher in wishers)
        {
            await wishes.KeepAsync(TransferWorld.Campaign, wisher, TransferWorld.Form(), CancellationToken.None);
        }

        string partition = Shards.PartitionKey(TransferWorld.Campaign.Id, wishers[0].ShardOf(TransferWorld.Campaign.Shards));
        await world.Get<TableServiceClient>().GetTableClient(EntitlementStore.TableName).UpdateEntityAsync(new TableEntity(partition, $"w:{wishers[0]}") { ["Form"] = "no ciphertext" }, ETag.All);

        await world.Get<TakeUpWishes>().HandleAsync(TransferWorld.Campaign, CancellationToken.None);

        Assert.Equal([AlarmKind.TransferReview], world.Alarms.Raised);
        Assert.Null(await wishes.FindAsync(TransferWorld.Campaign, wishers[1], CancellationToken.None));
    }

    [Fact]
    public async Task After_the_time_of_keeping_no_account_is_left()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        EntitlementId wisher = EntitlementId.FromValue(1UL << 40);
        TransferWishes wishes = world.Get<TransferWishes>();
        await wishes.KeepAsync(TransferWorld.Campaign, wisher, TransferWorld.Form(), CancellationToken.None);
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        world.Clock.Now = TransferWorld.Campaign.BooksCloseAt.AddDays(179);
        await world.Get<LookAfterTransfers>().Run(new Microsoft.Azure.Functions.Worker.TimerInfo(), CancellationToken.None);
        Assert.NotNull((await world.ReadAsync(id)).ProtectedForm);
        Assert.NotNull(await wishes.FindAsync(TransferWorld.Campaign, wisher, CancellationToken.None));

        world.Clock.Now = TransferWorld.Campaign.BooksCloseAt.AddDays(180);
        await world.Get<LookAfterTransfers>().Run(new Microsoft.Azure.Functions.Worker.TimerInfo(), CancellationToken.None);
        await world.Get<LookAfterTransfers>().Run(new Microsoft.Azure.Functions.Worker.TimerInfo(), CancellationToken.None);
        Act act = Assert.Single(await world.Get<ActTrail>().ReadPageAsync(TransferWorld.Campaign.Id.Value, PlaceRange.All, 10, CancellationToken.None));
        Assert.Equal(("ForgetAccounts", new ActNoteRow("accounts", "2")), (act.Operation, await world.Get<ActRows>().ReadAsync(TransferWorld.Campaign.Id.Value, act.Id, CancellationToken.None).SingleAsync()));

        Assert.Null((await world.ReadAsync(id)).ProtectedForm);
        Assert.Null(await world.BytesAsync(1));
        Assert.Null(await wishes.FindAsync(TransferWorld.Campaign, wisher, CancellationToken.None));
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task The_chapter_of_the_closing_report_says_whether_bank_files_and_books_agree()
    {
        using TransferWorld world = new();
        EntitlementId corrected = await ReturnedAsync(world);
        await ReturnedAsync(world, "accountClosed");
        await world.Desk.RequestAsync(TransferWorld.Campaign, corrected, TransferWorld.Form(number: "7654321"), CancellationToken.None);
        await world.CheckAndReleaseAsync(corrected);
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(corrected)},2000,paid,,2023-05-20\n");
        await world.AskAsync(yen: 500);
        IReportChapter chapter = Assert.Single(world.Get<IEnumerable<IReportChapter>>());

        Chapter counted = (await chapter.CountAsync(TransferWorld.Campaign, Books(1, 2000), CancellationToken.None))!;
        Chapter wrong = (await chapter.CountAsync(TransferWorld.Campaign, Books(2, 4000), CancellationToken.None))!;

        Assert.Equal("""{"requested":3,"paid":1,"returned":2,"failed":1,"yen":2000}""", counted.Figures.GetRawText());
        Assert.Empty(counted.Discrepancies);
        Assert.Equal([TransfersChapter.BankAndBooks], wrong.Discrepancies.Select(difference => difference.Check));
        Assert.Contains("<td class=\"number\">2,000円</td>", chapter.Show(counted.Figures).ToString(), StringComparison.Ordinal);
        Assert.Null(await chapter.CountAsync(Campaigns.CampaignFiles.Read("kumamoto"), Books(0, 0), CancellationToken.None));
    }

    /// <summary>Paid, and then listed as sent back on the day before: the books call it transferred until a person has looked, and so does the chapter.</summary>
    [Fact]
    public async Task What_is_in_review_agrees_with_the_books_and_what_was_paid_after_all_never_came_back()
    {
        using TransferWorld world = new();
        EntitlementId paid = await world.ReleaseAsync();
        EntitlementId unheard = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(paid)},2000,paid,,2023-05-17\n");
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(paid)},2000,returned,accountClosed,2023-05-16\n");
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(unheard)},2001,paid,,2023-05-17\n");
        Assert.Equal([TransferState.Review, TransferState.Review], [(await world.ReadAsync(paid)).State, (await world.ReadAsync(unheard)).State]);
        Assert.Equal((2, 0), (await world.Transfers.CountAsync(TransferWorld.Campaign, [TransferState.Returned, TransferState.Review], CancellationToken.None), await world.Transfers.CountAsync(TransferWorld.Campaign, [TransferState.Returned, TransferState.Paid], CancellationToken.None)));
        IReportChapter chapter = Assert.Single(world.Get<IEnumerable<IReportChapter>>());

        Chapter doubtful = (await chapter.CountAsync(TransferWorld.Campaign, Books(1, 2000), CancellationToken.None))!;
        Assert.Equal("""{"requested":2,"paid":1,"returned":0,"failed":0,"yen":2000}""", doubtful.Figures.GetRawText());
        Assert.Empty(doubtful.Discrepancies);

        Person anna = new(TransferWorld.IdOf("anna"), "anna", Roles.Finance);
        Assert.NotNull(await world.Get<ResolveTransfer>().HandleAsync(TransferWorld.Campaign, paid, new ResolveRequest(Paid: true, "電話で確認"), anna, key: null, CancellationToken.None));
        Chapter settled = (await chapter.CountAsync(TransferWorld.Campaign, Books(1, 2000), CancellationToken.None))!;
        Assert.Equal("""{"requested":2,"paid":1,"returned":0,"failed":0,"yen":2000}""", settled.Figures.GetRawText());
        Assert.Empty(settled.Discrepancies);
    }

    private static ClosingReport Books(long transferred, long yen) => ClosingReport.Of(
        new CountedBooks(
            new CloseOrder(TransferWorld.Campaign.Id, TransferWorld.Campaign.Shards, "seal", new PeopleAndYen(transferred, new Yen(yen))),
            new Tally([new StateCount(EntitlementState.Transferred, new PeopleAndYen(transferred, new Yen(yen)))], [], 0)),
        DateTimeOffset.UnixEpoch);

    private static async Task<EntitlementId> ReturnedAsync(TransferWorld world, string reason = "nameMismatch")
    {
        EntitlementId id = await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        await world.TakeAsync($"{Header}{await world.ReferenceAsync(id)},2000,returned,{reason},2023-05-17\n");
        Assert.Equal(TransferState.Returned, (await world.ReadAsync(id)).State);
        return id;
    }
}
