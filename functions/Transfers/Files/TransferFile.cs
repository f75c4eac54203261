using Azure;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers.Zengin;

namespace Compensation.Transfers.Files;

/// <summary>One file for the bank. Who may stand in it is fixed the moment it is begun; its day and its bytes, once somebody may have them.</summary>
/// <param name="Number">1 and up, without gaps.</param>
/// <param name="PayOn">The bank's business day on which it is paid. It moves on while nobody has the bytes and the bank would not take them for it any more.</param>
/// <param name="Candidates">Whose release it was begun with, in the order of the file.</param>
/// <param name="Terms">From which account, and how it is written: as it was when the file was begun.</param>
/// <param name="PlannedAt">UTC.</param>
public sealed record TransferFile(int Number, DateOnly PayOn, IReadOnlyList<Candidate> Candidates, TransferTerms? Terms, DateTimeOffset PlannedAt)
{
    /// <summary>What it holds; null until its bytes are made.</summary>
    public TransferFileTotals? Made { get; init; }

    /// <summary>Somebody has been given the bytes, or may have been: they never change then.</summary>
    public bool IsHandedOut { get; init; }

    public ETag Tag { get; init; }
}

/// <summary>A release that a file was begun with. A version is released once, so that nobody who carries the plan out late can take a later release for it.</summary>
public readonly record struct Candidate(EntitlementId Id, int Version);

/// <summary>How a file is written.</summary>
public sealed record TransferTerms(ZenginRemitter Remitter, ZenginProfile Profile);

/// <summary>What a file holds.</summary>
/// <param name="Payments">How many; fewer than candidates where a right was revoked meanwhile.</param>
/// <param name="Yen">Their sum.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Sha256">The file's hash, 64 hex digits.</param>
public sealed record TransferFileTotals(int Payments, Yen Yen, int Bytes, string Sha256);
