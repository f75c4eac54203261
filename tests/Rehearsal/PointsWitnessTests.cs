using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class PointsWitnessTests
{
    private const int Count = 400;

    private static readonly DateTimeOffset Beginning = new(2023, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SyntheticMembers Members = new(3, Count);
    private static readonly IReadOnlyList<DateTimeOffset> HandedIn = [.. Enum.GetValues<Delivery>().Select(delivery => Beginning.AddDays((int)delivery * 10))];

    private static readonly long[][] AllDues = [.. Enumerable.Range(0, Count).Select(index => PointsWitness.DuesOf(Members, index))];

    /// <summary>Points may be granted as soon as the first file is in.</summary>
    private readonly PointsWitness _witness = new(Members, HandedIn, Beginning, Beginning.AddDays(100));

    private long _sequence;

    [Fact]
    public void A_ledger_that_brings_everybody_to_what_is_due_is_as_it_should_be()
    {
        BookEverything();

        PointsFindings findings = _witness.Findings();

        Assert.True(findings.Clean, findings.ToString());
        Assert.Equal(Enumerable.Range(0, Count).Sum(index => Dues(index)[^1]), findings.Sums.Owed.Points);
        Assert.Equal(findings.Sums.Owed.Points, findings.Sums.Granted.Points + findings.Sums.Refused.Points);
        Assert.True(findings.Sums.Withdrawn.Points > 0 && findings.Sums.Overdrawn.Points > 0 && findings.Sums.Refused.Points > 0, findings.ToString());
    }

    [Fact]
    public void The_same_points_under_another_key_are_a_duplicate()
    {
        BookEverything();

        Book(Somebody(), "grant", Dues(Somebody())[^1], HandedIn[^1]);

        Assert.Equal(1, _witness.Findings().Faults.Duplicates);
    }

    [Fact]
    public void A_key_that_is_booked_twice_is_a_duplicate()
    {
        Guid key = Guid.NewGuid();
        int index = Somebody();
        Book(index, "grant", Dues(index)[0], HandedIn[0], key);
        Book(index, "revocation", Dues(index)[0], HandedIn[0], key);

        Assert.Equal(1, _witness.Findings().Faults.Duplicates);
    }

    [Fact]
    public void Who_is_due_points_and_has_none_is_a_loss()
    {
        BookEverything(but: Somebody());

        Assert.Equal(PointsFaults.None with { Losses = 1 }, _witness.Findings().Faults);
    }

    [Fact]
    public void A_point_too_few_is_unexplained_and_a_loss()
    {
        BookEverything(but: Somebody());

        Book(Somebody(), "grant", Dues(Somebody())[^1] - 1, HandedIn[^1]);

        Assert.Equal(PointsFaults.None with { Unexplained = 1, Losses = 1 }, _witness.Findings().Faults);
    }

    [Fact]
    public void A_point_too_many_is_a_duplicate_and_should_have_been_withdrawn()
    {
        int index = Enumerable.Range(0, Count).First(member => IsSteady(member) && Dues(member)[^1] > 0);
        BookEverything(but: index);

        Book(index, "grant", Dues(index)[^1] + 1, HandedIn[^1]);

        Assert.Equal(PointsFaults.None with { Duplicates = 1, NotWithdrawn = 1 }, _witness.Findings().Faults);
    }

    [Fact]
    public void Points_of_a_file_that_has_not_been_handed_in_yet_cannot_be_granted()
    {
        int index = Enumerable.Range(0, Count).First(member => Members.StandingOf(member) == Standing.Ordinary && Dues(member)[^1] > Dues(member)[..^1].Max());
        BookEverything(but: index);

        Book(index, "grant", Dues(index)[^1], HandedIn[0]);

        Assert.Equal(PointsFaults.None with { Duplicates = 1 }, _witness.Findings().Faults);
    }

    [Fact]
    public void A_cancellation_that_is_not_followed_is_not_withdrawn()
    {
        int index = Enumerable.Range(0, Count).First(member => Members.StandingOf(member) == Standing.Ordinary && Dues(member)[^1] < Dues(member)[0]);
        BookEverything(but: index);

        Book(index, "grant", Dues(index)[0], HandedIn[0]);

        Assert.Equal(PointsFaults.None with { NotWithdrawn = 1 }, _witness.Findings().Faults);
    }

    [Fact]
    public void Points_for_nobody_or_for_whom_the_points_system_does_not_know_go_to_strangers()
    {
        BookEverything();

        _witness.Observe(new PointsBooking(++_sequence, HandedIn[^1], Guid.NewGuid(), "grant", "W9999999001", 5));
        Book(Enumerable.Range(0, Count).First(index => Members.StandingOf(index) == Standing.Unknown), "grant", 5, HandedIn[^1]);

        Assert.Equal(PointsFaults.None with { Strangers = 2 }, _witness.Findings().Faults);
    }

    [Fact]
    public void Nothing_is_booked_after_the_end()
    {
        BookEverything(but: Somebody());

        Book(Somebody(), "grant", Dues(Somebody())[^1], Beginning.AddDays(100));

        Assert.Equal(PointsFaults.None with { OutOfTime = 1 }, _witness.Findings().Faults);
    }

    private static long[] Dues(int index) => AllDues[index];

    /// <summary>To whom no file after the first makes a difference.</summary>
    private static bool IsSteady(int index) => Members.StandingOf(index) == Standing.Ordinary && Dues(index).Distinct().Count() == 1;

    private static int Somebody() => Enumerable.Range(0, Count).First(index => IsSteady(index) && Dues(index)[0] > 1);

    /// <summary>What a points system would book that is told every difference after each file.</summary>
    private void BookEverything(int? but = null)
    {
        foreach (int index in Enumerable.Range(0, Count).Where(index => index != but && Members.StandingOf(index) != Standing.Unknown))
        {
            long held = 0;
            foreach ((long due, DateTimeOffset at) in Dues(index).Zip(HandedIn))
            {
                if (due > held)
                {
                    Book(index, "grant", due - held, at);
                    held = due;
                }
                else if (due < held && Members.StandingOf(index) != Standing.Spent)
                {
                    Book(index, "revocation", held - due, at);
                    held = due;
                }
            }
        }
    }

    private void Book(int index, string kind, long points, DateTimeOffset at, Guid? key = null) =>
        _witness.Observe(new PointsBooking(++_sequence, at, key ?? Guid.NewGuid(), kind, Members.IdOf(index), points));
}
