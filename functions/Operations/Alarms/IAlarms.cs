using Compensation.Common;

namespace Compensation.Operations.Alarms;

/// <summary>Tells operators that something wants a person.</summary>
public interface IAlarms
{
    /// <summary>
    /// Puts an alarm on the list, into the log, and on whatever way out is configured. Said again within <see cref="AlarmOptions.QuietFor"/>
    /// of the same kind, campaign and matter, it is only counted: whoever looks every minute may say every minute what is wrong.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="campaign">Whose; null where it is the installation's.</param>
    /// <param name="matter">What it is about within the campaign: a wave, a file, a product and value; empty where there is only one. At most 100 characters.</param>
    /// <param name="text">What a person needs to know, in one or two sentences, at most 1,000 characters. No personal data: it goes into the log and out of the house.</param>
    /// <param name="cancellationToken">Ends waiting for the store.</param>
    Task RaiseAsync(AlarmKind kind, CampaignId? campaign, string matter, string text, CancellationToken cancellationToken);
}

/// <summary>What may want a person.</summary>
public enum AlarmKind
{
    /// <summary>Events of a provider that could not be understood were set aside.</summary>
    EventsSetAside,

    /// <summary>Many receipt links were tried that nobody was given.</summary>
    LinksGuessed,

    /// <summary>A wave has stopped itself.</summary>
    WaveStopped,

    /// <summary>Sums that must agree do not.</summary>
    BooksDoNotAddUp,

    /// <summary>An import was begun and not finished.</summary>
    ImportStuck,

    /// <summary>A ledger without a coupon is about to be sealed, or was.</summary>
    LedgerEmpty,

    /// <summary>People wait for codes, or the next to choose would: of what they are owed no code is free.</summary>
    CodeStockLow,

    /// <summary>An issuer hands out nothing of a product until somebody mends something.</summary>
    IssuerClosed,

    /// <summary>An issuer does not do what a claim asks.</summary>
    IssuerRefused,

    /// <summary>An issuer does not show a code again that somebody has collected.</summary>
    CodeNotShown,

    /// <summary>A code was handed out for somebody whose right was withdrawn in the same moment, and is worth its money still.</summary>
    CodeStranded,

    /// <summary>What should run unattended does not.</summary>
    RunFailed,

    /// <summary>A released transfer cannot be written into a bank's file.</summary>
    TransferHeld,

    /// <summary>A bank has said of a transfer what cannot all be true.</summary>
    TransferReview,

    /// <summary>A bank's file was not taken to the bank in time, and comes to another day.</summary>
    TransferFileLeft,

    /// <summary>The table of holidays ends soon.</summary>
    CalendarEnds,

    /// <summary>Codes by SMS have come near what the campaign pays for in a day, or have reached it.</summary>
    CodeSmsCeiling,

    /// <summary>Codes were asked for to a row of neighbouring mobile numbers.</summary>
    NumbersInSequence,

    /// <summary>A message to an applicant has not arrived, or may not have.</summary>
    ApplicantNotTold,

    /// <summary>A double-charge case waits for somebody.</summary>
    CaseWaits,

    /// <summary>A step of a double-charge case takes too long, or its time is over.</summary>
    CaseOverdue,

    /// <summary>Minutes were lost in the last 48 hours before a receipt deadline: two persons may make them good.</summary>
    MinutesLost,

    /// <summary>What is stored of one person or thing cannot be read any more: its key is gone, or it was damaged.</summary>
    FieldUnreadable,
}
