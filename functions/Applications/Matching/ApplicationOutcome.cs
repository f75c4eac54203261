namespace Compensation.Applications.Matching;

/// <summary>What an application turned out to be when it was held against the ledger. The names stand in rows, files and answers: never rename.</summary>
public enum ApplicationOutcome
{
    /// <summary>The number, and one more fact that the ledger holds.</summary>
    Exact,

    /// <summary>The number alone. Numbers can be guessed: a person decides.</summary>
    NumberOnly,

    /// <summary>The name sounds like the one on file, or differs in one sign.</summary>
    NameNear,

    /// <summary>Another family name, the same given name.</summary>
    SurnameChanged,

    /// <summary>Another name than the one on file.</summary>
    NameDiffers,

    /// <summary>The ledger knows no such number.</summary>
    UnknownNumber,

    /// <summary>A coupon of another prefecture's campaign.</summary>
    OtherPrefecture,

    /// <summary>The app knows its holder: the link goes there by itself.</summary>
    AlreadyInApp,

    /// <summary>Somebody has applied for it before.</summary>
    AlreadyApplied,

    /// <summary>Nothing was on it.</summary>
    BalanceZero,

    /// <summary>What was on it was spent before the cutoff.</summary>
    Spent,

    /// <summary>It was to end on another day than the notice covers.</summary>
    NotCovered,
}
