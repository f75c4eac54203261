using Azure;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Transfers;

/// <summary>The payment of one right into an account, as read from its row.</summary>
public sealed record Transfer
{
    public required CampaignId Campaign { get; init; }

    public required EntitlementId Id { get; init; }

    public required Yen Amount { get; init; }

    public TransferState State { get; init; }

    /// <summary>Counts up with every change of what the person gave: 1 to <see cref="VersionsMax"/>. What is checked and released is a version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>As many as a file's list of candidates can name.</summary>
    public const int VersionsMax = ushort.MaxValue;

    /// <summary>Counts up when money that came back, or that was held, is to be paid again: 1 to <see cref="AttemptsMax"/>. Part of the reference.</summary>
    public int Attempt { get; init; } = 1;

    public const int AttemptsMax = 20;

    /// <summary>The encrypted <see cref="TransferForm"/>; null once its time of keeping is over.</summary>
    public string? ProtectedForm { get; init; }

    /// <summary>The bank's data does not know the branch: whoever checks has to look it up.</summary>
    public bool HasUnknownBranch { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The operator who entered it during a call; null where the person asked himself.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>Who checked the version, and when; null until then.</summary>
    public Signature? Checked { get; init; }

    /// <summary>Who released it: another person.</summary>
    public Signature? Released { get; init; }

    /// <summary>Why it cannot be paid as it is; null unless it is held, or was when it was withdrawn.</summary>
    public string? HeldBecause { get; init; }

    /// <summary>The file it stands in, from 1; null where it stands in none yet.</summary>
    public int? File { get; init; }

    /// <summary>The day on which that file is paid.</summary>
    public DateOnly? PayOn { get; init; }

    /// <summary>Why the bank sent the money back.</summary>
    public ReturnReason? ReturnedBecause { get; init; }

    /// <summary>What the bank has said of each attempt.</summary>
    public IReadOnlyList<ResultLine> Lines { get; init; } = [];

    /// <summary>How many lines that is: who decides a review has looked at so many.</summary>
    public int Said => Lines.Sum(line => line.Count);

    /// <summary>Who decided a review.</summary>
    public Signature? Resolved { get; init; }

    /// <summary>How: later files are held against it.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The attempt of whose failure the person has been told.</summary>
    public int ToldAttempt { get; init; }

    /// <summary>What people have done with it last, so that a repeat is known as one.</summary>
    public RecentActs Acts { get; init; }

    /// <summary>The row's version; a change is conditional on it.</summary>
    public ETag Tag { get; init; }

    /// <summary>A reference that the bank has seen, or of which the person was told that it failed, is not used again: neither by whoever corrects the account nor by whoever takes points first.</summary>
    internal bool IsUsedUp => File is not null || HeldBecause is not null;

    /// <summary>By which the bank's answers are matched.</summary>
    public TransferReference ReferenceIn(byte linkCode) => new(linkCode, Id, Attempt);
}
