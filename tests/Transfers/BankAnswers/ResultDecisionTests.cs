using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Transfers.BankAnswers;

public class ResultDecisionTests
{
    private static readonly Transfer s_filed = new() { Campaign = CampaignId.Parse("tochigi"), Id = EntitlementId.FromValue(7), Amount = new Yen(2000), State = TransferState.Filed, File = 1 };

    private static readonly ResultLine s_paid = new(1, "csv", Returned: false, null, new DateOnly(2023, 5, 16), IsOtherAmount: false, 1);

    private static readonly ResultLine s_back = s_paid with { Returned = true, Reason = ReturnReason.NameMismatch, On = new DateOnly(2023, 5, 17) };

    [Fact]
    public void Paid_is_paid_and_back_is_back_whichever_is_heard_first()
    {
        Assert.Equal(TransferState.Paid, After(s_paid).State);
        Assert.Equal((TransferState.Returned, ReturnReason.NameMismatch), (After(s_back).State, After(s_back).ReturnedBecause));
        Assert.Equal(TransferState.Returned, ResultDecision.For(After(s_paid), [s_back]).State);
        Assert.Equal(TransferState.Returned, ResultDecision.For(After(s_back), [s_paid]).State);
        Assert.Equal(TransferState.Returned, After(s_paid, s_back).State);
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        Transfer once = After(s_paid);

        Assert.Same(once, ResultDecision.For(once, [s_paid]));
    }

    [Fact]
    public void Another_source_that_tells_of_the_same_is_no_second_payment()
    {
        Assert.Equal(TransferState.Paid, After(s_paid, s_paid with { Source = "statement" }).State);
        Assert.Equal(TransferState.Returned, After(s_back, s_back with { Source = "statement", Reason = ReturnReason.Other }).State);
    }

    /// <summary>Who is told nothing because it seemed to be ours is told once the bank says more; what it says less of later takes nothing back.</summary>
    [Fact]
    public void Of_two_sources_the_one_that_knows_why_it_came_back_is_believed()
    {
        ResultLine bare = s_back with { Source = "statement", Reason = ReturnReason.RecalledByUs };
        Transfer ours = After(bare);
        Assert.Equal(ReturnReason.RecalledByUs, ours.ReturnedBecause);
        Assert.Equal(ReturnReason.NameMismatch, ResultDecision.For(ours, [s_back]).ReturnedBecause);
        Assert.Equal(ReturnReason.NameMismatch, ResultDecision.For(After(s_back), [bare with { On = s_back.On.AddDays(1) }]).ReturnedBecause);
        Assert.Equal(ReturnReason.RecalledByUs, ResultDecision.For(ours, [s_back with { Reason = ReturnReason.Other }]).ReturnedBecause);
    }

    [Fact]
    public void What_cannot_be_true_is_for_a_person()
    {
        Assert.Equal(TransferState.Review, After(s_paid with { Count = 2 }).State);
        Assert.Equal(TransferState.Review, After(s_back, s_back with { Reason = ReturnReason.AccountClosed }).State);
        Assert.Equal(TransferState.Review, After(s_paid, s_back with { On = s_paid.On.AddDays(-1) }).State);
        Assert.Equal(TransferState.Review, After(s_paid with { IsOtherAmount = true }).State);
    }

    [Fact]
    public void Word_of_an_earlier_attempt_stops_the_present_one()
    {
        Transfer second = After(s_back) with { State = TransferState.Released, Attempt = 2, File = null };

        Assert.Equal(TransferState.Released, ResultDecision.For(second, [s_paid]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(second, [s_paid with { On = s_back.On.AddDays(1) }]).State);
        Assert.Same(second, ResultDecision.For(second, [s_back]));
    }

    [Fact]
    public void A_review_is_not_ended_by_files()
    {
        Transfer review = After(s_paid with { Count = 2 });

        Assert.Equal(TransferState.Review, ResultDecision.For(review, [s_back]).State);
    }

    [Fact]
    public void What_a_person_has_resolved_is_opened_again_only_by_what_contradicts_it()
    {
        Transfer paid = Resolved(After(s_paid with { Count = 2 }), isPaid: true);
        ResultLine again = s_paid with { Source = "statement", On = s_paid.On.AddDays(1) };
        Assert.Equal(TransferState.Paid, ResultDecision.For(paid, [again]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(ResultDecision.For(paid, [again]), [s_back]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(paid, [s_paid with { Count = 4 }]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(paid, [again with { IsOtherAmount = true }]).State);

        Transfer back = Resolved(After(s_back, s_back with { Reason = ReturnReason.AccountClosed }), isPaid: false);
        Assert.Equal(TransferState.Returned, ResultDecision.For(back, [s_paid]).State);
        Assert.Equal(TransferState.Returned, ResultDecision.For(back, [s_back with { Source = "statement" }]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(back, [s_paid with { On = s_back.On.AddDays(1) }]).State);

        // A later attempt is held against it too.
        Transfer second = back with { State = TransferState.Released, Attempt = 2, File = null };
        Assert.Equal(TransferState.Released, ResultDecision.For(second, [s_back with { Source = "statement" }]).State);
        Assert.Equal(TransferState.Review, ResultDecision.For(second, [s_paid with { On = s_back.On.AddDays(1) }]).State);
    }

    /// <summary>However a bank's lines are cut into files that overlap, and in whichever order these are taken in: once all have been, the end is the same.</summary>
    [Fact]
    public void Files_come_to_the_same_in_every_order()
    {
        ResultLine[] all = [s_paid, s_back, s_paid with { Source = "statement" }, s_back with { On = s_back.On.AddDays(3) }, s_paid with { Count = 2 }];
        Gen<ResultLine[]> file = Gen.SubListOf(all).Select(lines => lines.DistinctBy(line => line.Once()).ToArray());

        Prop.ForAll(Gen.ListOf(file).ToArbitrary(), files =>
        {
            Transfer forwards = files.Aggregate(s_filed, ResultDecision.For);
            Transfer backwards = Enumerable.Reverse(files).Aggregate(s_filed, ResultDecision.For);
            return forwards.Lines.SequenceEqual(backwards.Lines)
                && (forwards.State == backwards.State || forwards.State == TransferState.Review || backwards.State == TransferState.Review);
        }).QuickCheckThrowOnFailure();
    }

    private static Transfer Resolved(Transfer review, bool isPaid) => review with
    {
        State = isPaid ? TransferState.Paid : TransferState.Returned,
        Resolution = new Resolution(review.Attempt, isPaid, review.Lines.Max(line => line.On), review.Lines),
    };

    private static Transfer After(params ResultLine[] lines) => ResultDecision.For(s_filed, lines);
}
