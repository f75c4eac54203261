using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>How it goes with somebody who wants to be paid into an account.</summary>
internal enum Story
{
    /// <summary>He is paid.</summary>
    Paid,

    /// <summary>After one official has checked it he names another account, into which he is paid.</summary>
    ChangesAccount,

    /// <summary>He takes points after all, before it is released.</summary>
    Withdraws,

    /// <summary>It comes back; he names another account.</summary>
    ReturnedThenPaid,

    /// <summary>It comes back days after it was credited; he names another account.</summary>
    ReturnedLateThenPaid,

    /// <summary>It comes back, and he takes points.</summary>
    ReturnedThenPoints,

    /// <summary>It comes back, from the account that he names then too; he leaves it there.</summary>
    ReturnedTwice,

    /// <summary>It comes back, and he does nothing.</summary>
    NeverReacts,

    /// <summary>It comes back by no fault of his, and is paid once more without his doing.</summary>
    Uncovered,

    /// <summary>The bank lists it twice, and a person has to ask the bank.</summary>
    ListedTwice,
}

internal static class Stories
{
    private static readonly IReadOnlyList<(Story Choice, int Weight)> Shares =
    [
        (Story.Paid, 55), (Story.ChangesAccount, 4), (Story.Withdraws, 6), (Story.ReturnedThenPaid, 10), (Story.ReturnedLateThenPaid, 5),
        (Story.ReturnedThenPoints, 6), (Story.ReturnedTwice, 3), (Story.NeverReacts, 6), (Story.Uncovered, 3), (Story.ListedTwice, 2),
    ];

    public static Story Drawn(ref Chance chance) => chance.Among(Shares);

    /// <summary>The account that is named first.</summary>
    public static AccountKind First(this Story story) => story switch
    {
        Story.ReturnedLateThenPaid => AccountKind.ClosedSoon,
        Story.ReturnedThenPaid or Story.ReturnedThenPoints or Story.ReturnedTwice or Story.NeverReacts => AccountKind.Wrong,
        Story.Uncovered => AccountKind.FirstUncovered,
        Story.ListedTwice => AccountKind.ListedTwice,
        _ => AccountKind.Good,
    };

    /// <summary>The account that is named then; null where none is.</summary>
    public static AccountKind? Second(this Story story) => story switch
    {
        Story.ChangesAccount or Story.ReturnedThenPaid or Story.ReturnedLateThenPaid => AccountKind.Good,
        Story.ReturnedTwice => AccountKind.Wrong,
        _ => null,
    };

    /// <summary>Whether the person does something once he is told that the money came back.</summary>
    public static bool Reacts(this Story story) => story is Story.ReturnedThenPaid or Story.ReturnedLateThenPaid or Story.ReturnedThenPoints or Story.ReturnedTwice;

    public static bool TakesPoints(this Story story) => story is Story.Withdraws or Story.ReturnedThenPoints;

    public static bool Fails(this Story story) => story is Story.ReturnedTwice or Story.NeverReacts;
}
