namespace Compensation.Transfers.BankAnswers;

/// <summary>What becomes of a transfer when a bank's file has said something of it. A pure decision.</summary>
internal static class ResultDecision
{
    /// <param name="transfer">As it stands.</param>
    /// <param name="ofFile">What the file says of it, of whichever attempt.</param>
    /// <returns>The transfer as it shall be; the same where the file says nothing new.</returns>
    public static Transfer For(Transfer transfer, IReadOnlyList<ResultLine> ofFile)
    {
        IReadOnlyList<ResultLine> lines = ResultLine.Merged(transfer.Lines, ofFile);
        if (lines.SequenceEqual(transfer.Lines))
        {
            return transfer;
        }

        Transfer told = transfer with { Lines = lines };
        if (Enumerable.Range(1, transfer.Attempt - 1).Any(attempt => VerdictOf(told, attempt) != VerdictOf(transfer, attempt)))
        {
            return Doubtful(told);
        }

        return told.Resolution is { } end && end.Attempt == told.Attempt
            ? end.Stands(lines) ? told : Doubtful(told)
            : Judged(told, Verdicts.Of(lines, transfer.Attempt));
    }

    /// <summary>Whether what the bank has said of any attempt comes to something else than before. Another file often tells the same event once more.</summary>
    public static bool SaysOtherwise(Transfer before, Transfer after) =>
        Enumerable.Range(1, before.Attempt).Any(attempt => VerdictOf(after, attempt) != VerdictOf(before, attempt));

    private static Verdict VerdictOf(Transfer transfer, int attempt) =>
        transfer.Resolution is { } end && end.Attempt == attempt ? end.With(transfer.Lines) : Verdicts.Of(transfer.Lines, attempt);

    private static Transfer Judged(Transfer told, Verdict verdict) => (told.State, verdict) switch
    {
        (TransferState.Filed, Verdict.Paid) => told with { State = TransferState.Paid },
        (TransferState.Filed or TransferState.Paid, Verdict.Returned) => told with { State = TransferState.Returned, ReturnedBecause = ReasonOf(told) },
        (TransferState.Returned, Verdict.Returned) => told with { ReturnedBecause = ReasonOf(told) },
        (TransferState.Paid, Verdict.Paid) or (_, Verdict.None) => told,
        _ => Doubtful(told),
    };

    /// <summary>Money may have gone out that was thought to have come back, or the other way round: nothing more is paid until a person has looked.</summary>
    private static Transfer Doubtful(Transfer told) => told.State.CanMoveTo(TransferState.Review) ? told with { State = TransferState.Review } : told;

    /// <summary>The most particular that any source has named: a statement often says no more than that the money is back (組戻), where the bank's own file knows why.</summary>
    public static ReturnReason ReasonOf(Transfer told)
    {
        ReturnReason[] named = [.. told.Lines.Where(line => line.Attempt == told.Attempt && line.Returned).Select(line => line.Reason).OfType<ReturnReason>()];
        return named.LastOrDefault(reason => reason is not (ReturnReason.RecalledByUs or ReturnReason.Other), named.Contains(ReturnReason.RecalledByUs) ? ReturnReason.RecalledByUs : ReturnReason.Other);
    }
}
