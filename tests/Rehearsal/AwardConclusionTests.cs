using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class AwardConclusionTests
{
    private static readonly MembersAndPoints Nobody = MembersAndPoints.None;
    private static readonly AwardBooks Books = new(new(9, 1_000), new(9, 1_060), new(8, 980), Nobody, new(2, 50), new(1, 10), new(1, 20), Nobody, Balanced: true);
    private static readonly PointsSums Ledger = new(new(9, 1_000), new(8, 980), new(2, 50), new(1, 10), new(1, 20));

    [Fact]
    public void Books_that_add_up_and_say_what_the_ledger_says_are_clean()
    {
        AwardConclusion conclusion = Conclude(Books, PointsFaults.None);

        Assert.Empty(conclusion.Faults);
        Assert.True(conclusion.Clean);
    }

    [Fact]
    public void Points_that_are_in_no_line_are_a_fault()
    {
        AwardConclusion conclusion = Conclude(Books with { Computed = new(9, 1_061) }, PointsFaults.None);

        Assert.Contains("does not add up", Assert.Single(conclusion.Faults), StringComparison.Ordinal);
        Assert.False(conclusion.Clean);
    }

    [Fact]
    public void So_are_books_that_the_application_itself_does_not_vouch_for() =>
        Assert.False(Conclude(Books with { Balanced = false }, PointsFaults.None).Clean);

    [Fact]
    public void Books_that_add_up_and_say_something_else_than_the_ledger_are_a_fault_line_by_line()
    {
        AwardConclusion conclusion = Conclude(Books with { Granted = new(8, 979), Waiting = new(1, 1) }, PointsFaults.None);

        Assert.Collection(
            conclusion.Faults,
            granted => Assert.Contains("granted 979 points of 8 members; by purchases and the points system's ledger it is 980", granted, StringComparison.Ordinal),
            waiting => Assert.Contains("waiting 1 points", waiting, StringComparison.Ordinal));
        Assert.False(conclusion.Clean);
    }

    [Fact]
    public void What_the_witness_finds_is_not_clean_whatever_the_books_say() =>
        Assert.False(Conclude(Books, PointsFaults.None with { Duplicates = 1 }).Clean);

    [Fact]
    public void Members_who_are_told_twice_or_not_at_all_are_not_clean_and_whether_anybody_is_told_is_the_campaigns_affair()
    {
        NoticesFound told = new(9, 9, 1, 0, 0, 0, 0, 0, 0);

        Assert.True(Conclude(Books, PointsFaults.None, told).Clean);
        Assert.False(Conclude(Books, PointsFaults.None, told with { Duplicates = 1 }).Clean);
        Assert.False(Conclude(Books, PointsFaults.None, told with { Losses = 1 }).Clean);
    }

    private static AwardConclusion Conclude(AwardBooks books, PointsFaults faults, NoticesFound? notices = null) =>
        new(new AwardReport("wester", 9, [], books, Ledger, 12, faults, new AwardTransactions(0, 0), 0, 0) { Notices = notices });
}
