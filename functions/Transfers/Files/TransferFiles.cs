using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Transfers.Zengin;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers.Files;

/// <summary>
/// Makes files for the bank, each once. One write begins a file and fixes who may stand in it; then each release is moved into it, which no other file can undo;
/// then its bytes are written, which follow from both. Whoever asks again, at the same time or after a kill, completes the same file with the same bytes.
/// </summary>
public sealed class TransferFiles(
    TransferFileStore files, TransferStore transfers, EntitlementStore entitlements, PaymentDays days, Payments payments, IAlarms alarms, TimeProvider time, IOptions<TransferOptions> options, ILogger<TransferFiles> log)
{
    /// <summary>Read of one shard at a time.</summary>
    private const int MovesAtATime = 50;

    /// <summary>Completes a file that was begun, or begins one with what is released.</summary>
    /// <returns>The newest file; null where there is none, and nothing to begin one with.</returns>
    public async Task<TransferFile?> MakeAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        TransferFile? newest = await files.ListAsync(campaign.Id, cancellationToken).LastOrDefaultAsync(cancellationToken);
        if (newest is { Made: null })
        {
            return await CompleteAsync(campaign, newest, cancellationToken);
        }

        Candidate[] candidates = await CandidatesAsync(campaign, cancellationToken);
        if (candidates.Length == 0)
        {
            return newest;
        }

        TransferTerms terms = new(options.Value.Remitter, options.Value.Profile);
        TransferFile next = new((newest?.Number ?? 0) + 1, days.NextFor(campaign), candidates, terms, time.GetUtcNow());
        await files.TryPlanAsync(campaign.Id, next, cancellationToken);

        // Whose plan it is makes no difference: the one that was written is carried out.
        TransferFile begun = await files.FindAsync(campaign.Id, next.Number, cancellationToken) ?? throw new InvalidDataException($"File {next.Number} of {campaign.Id} has disappeared.");
        return begun.Made is null ? await CompleteAsync(campaign, begun, cancellationToken) : begun;
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>What is released, in turn. What cannot be written is held, and holds up nobody else.</summary>
    private async Task<Candidate[]> CandidatesAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<Transfer> released = [];
        await foreach (Transfer transfer in transfers.ReadAllAsync(campaign, cancellationToken))
        {
            if (transfer.State == TransferState.Released && await FitsAsync(campaign, transfer, cancellationToken))
            {
                released.Add(transfer);
            }
        }

        return [.. released.OrderBy(transfer => transfer.Released!.At).ThenBy(transfer => transfer.Id).Take(options.Value.PaymentsPerFile).Select(transfer => new Candidate(transfer.Id, transfer.Version))];
    }

    private async Task<bool> FitsAsync(Campaign campaign, Transfer transfer, CancellationToken cancellationToken)
    {
        if (payments.FaultOf(campaign, transfer, options.Value.Profile) is not { } fault)
        {
            return true;
        }

        if (await entitlements.FindAsync(campaign.Id, transfer.Id, cancellationToken) is { State: EntitlementState.TransferRequested } right)
        {
            Transfer held = transfer with { State = TransferState.Held, HeldBecause = fault };
            if (await transfers.TryMoveAsync(campaign, transfer, held, right, time.GetUtcNow(), cancellationToken))
            {
                log.TransferHeld(campaign.Id, transfer.Id, fault);
                await alarms.RaiseAsync(AlarmKind.TransferHeld, campaign.Id, $"{transfer.Id}", $"The transfer of {transfer.Id} cannot be written: {fault}. It is held; the others are not.", cancellationToken);
            }
        }

        return false;
    }

    private async Task<TransferFile> CompleteAsync(Campaign campaign, TransferFile file, CancellationToken cancellationToken)
    {
        foreach (IGrouping<int, Candidate> shard in file.Candidates.GroupBy(candidate => candidate.Id.ShardOf(campaign.Shards)))
        {
            foreach (Candidate[] some in shard.Chunk(MovesAtATime))
            {
                await FileAsync(campaign, file, some, cancellationToken);
            }
        }

        Dictionary<EntitlementId, Transfer> filed = await transfers.ReadAllAsync(campaign, cancellationToken)
            .Where(transfer => transfer.File == file.Number)
            .ToDictionaryAsync(transfer => transfer.Id, cancellationToken: cancellationToken);
        List<ZenginPayment> members = [.. file.Candidates.Where(candidate => filed.ContainsKey(candidate.Id)).Select(candidate => payments.Of(campaign, filed[candidate.Id]))];
        byte[] bytes = members.Count == 0 ? [] : ZenginFile.Write(file.Terms.Remitter, file.PayOn, members, file.Terms.Profile);
        TransferFileTotals totals = new(members.Count, members.Aggregate(Yen.Zero, (yen, one) => yen + one.Amount), bytes.Length, HashOf(bytes));
        await files.KeepBytesAsync(campaign.Id, file, bytes, totals, cancellationToken);
        log.FileMade(campaign.Id, file.Number, totals.Payments, totals.Yen.Amount, totals.Sha256);
        return file with { Made = totals };
    }

    /// <summary>Moves some of one shard into the file; who was revoked meanwhile stays out, for good.</summary>
    private async Task FileAsync(Campaign campaign, TransferFile file, IReadOnlyList<Candidate> some, CancellationToken cancellationToken)
    {
        while (true)
        {
            List<(Transfer Before, Transfer After, Entitlement Right)> moves = [];
            foreach ((EntitlementId id, int version) in some)
            {
                if (await transfers.FindAsync(campaign, id, cancellationToken) is { State: TransferState.Released } released
                    && released.Version == version
                    && await entitlements.FindAsync(campaign.Id, id, cancellationToken) is { State: EntitlementState.TransferRequested } right)
                {
                    moves.Add((released, released with { State = TransferState.Filed, File = file.Number, PayOn = file.PayOn }, right));
                }
            }

            if (moves.Count == 0 || await transfers.TryMoveAllAsync(campaign, moves, time.GetUtcNow(), cancellationToken))
            {
                return;
            }
        }
    }
}
