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
/// then its bytes are written, which follow from both. Whoever asks again, at the same time or after a kill, completes the same file with the same bytes. Where so much time has passed
/// in between that the bank would not take the file for its day any more, it comes to the next one that can be met, as long as nobody has been given its bytes.
/// </summary>
public sealed class TransferFiles(
    TransferFileStore files, TransferStore transfers, EntitlementStore entitlements, PaymentDays days, Payments payments, IAlarms alarms, TimeProvider time, IOptions<TransferOptions> options, ILogger<TransferFiles> log)
{
    /// <summary>Read of one shard at a time.</summary>
    private const int MovesAtATime = 50;

    /// <summary>Completes a file that was begun, or begins one with what is released. Files that nobody has taken to the bank in time come to another day.</summary>
    /// <returns>The newest file; null where there is none, and nothing to begin one with.</returns>
    public async Task<TransferFile?> MakeAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        (TransferFile? newest, bool wasBegun) = (null, false);
        foreach (TransferFile file in await files.ListAsync(campaign.Id, cancellationToken).ToListAsync(cancellationToken))
        {
            (newest, wasBegun) = (file.IsHandedOut ? file : await CompleteAsync(campaign, file, cancellationToken), file.Made is null);
        }

        if (wasBegun)
        {
            return newest;
        }

        Candidate[] candidates = await CandidatesAsync(campaign, cancellationToken);
        if (candidates.Length == 0)
        {
            return newest;
        }

        TransferFile next = new((newest?.Number ?? 0) + 1, days.NextFor(campaign), candidates, TermsOfToday, time.GetUtcNow());
        await files.TryPlanAsync(campaign.Id, next, cancellationToken);

        // Whose plan it is makes no difference: the one that was written is carried out.
        TransferFile begun = await FindAsync(campaign, next.Number, cancellationToken);
        return begun.Made is null ? await CompleteAsync(campaign, begun, cancellationToken) : begun;
    }

    /// <summary>The bytes of a file that was made, for whoever takes them to the bank: from then on they never change.</summary>
    /// <returns>Null where there is no such file, or its bytes are no longer kept, or cannot be read; then nobody is said to have them.</returns>
    /// <exception cref="BeyondHorizonException">Nothing is known of holidays on the day on which it could be paid.</exception>
    public async Task<byte[]?> HandOutAsync(Campaign campaign, int number, CancellationToken cancellationToken)
    {
        while (await files.FindAsync(campaign.Id, number, cancellationToken) is { Made: not null } made)
        {
            TransferFile file = made.IsHandedOut ? made : await CompleteAsync(campaign, made, cancellationToken);
            byte[]? bytes = await ReadBytesAsync(campaign, file, cancellationToken);
            if (bytes is null || file.IsHandedOut || await files.TryHandOutAsync(campaign.Id, file, cancellationToken))
            {
                return bytes;
            }
        }

        return null;
    }

    private async Task<byte[]?> ReadBytesAsync(Campaign campaign, TransferFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await files.ReadBytesAsync(campaign.Id, file, cancellationToken);
        }
        catch (CryptographicException)
        {
            await alarms.RaiseAsync(
                AlarmKind.FieldUnreadable, campaign.Id, $"file {file.Number}", $"The bytes of file {file.Number} cannot be read: nobody is given them until they can be. Whoever has fetched the file before has the bytes that count.", cancellationToken);
            return null;
        }
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Those of a file that is planned now, or whose own cannot be read any more.</summary>
    private TransferTerms TermsOfToday => new(options.Value.Remitter, options.Value.Profile);

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
        if (transfer.ProtectedForm is not null && transfers.FormOf(transfer) is null)
        {
            // Its key may come back: nobody is told that the account is wrong.
            await alarms.RaiseAsync(AlarmKind.TransferHeld, campaign.Id, $"{transfer.Id}", $"The account of the transfer of {transfer.Id} cannot be read: it stands in no file until it can be, and holds up no other.", cancellationToken);
            return false;
        }

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

    private async Task<TransferFile> CompleteAsync(Campaign campaign, TransferFile begun, CancellationToken cancellationToken)
    {
        while (true)
        {
            TransferFile file = await InTimeAsync(campaign, begun, cancellationToken);
            if (file.Made is not null)
            {
                return file;
            }

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
            await AlarmAboutUnreadableAsync(campaign, file, filed.Values, cancellationToken);
            List<ZenginPayment> members = [.. file.Candidates.Where(candidate => filed.ContainsKey(candidate.Id)).Select(candidate => payments.Of(campaign, filed[candidate.Id]))];
            TransferTerms terms = file.Terms ?? TermsOfToday;
            byte[] bytes = members.Count == 0 ? [] : ZenginFile.Write(terms.Remitter, file.PayOn, members, terms.Profile);
            TransferFileTotals totals = new(members.Count, members.Aggregate(Yen.Zero, (yen, one) => yen + one.Amount), bytes.Length, HashOf(bytes));
            if (await files.TryKeepBytesAsync(campaign.Id, file, bytes, totals, cancellationToken))
            {
                log.FileMade(campaign.Id, file.Number, totals.Payments, totals.Yen.Amount, totals.Sha256);
                return file with { Made = totals };
            }

            begun = await FindAsync(campaign, file.Number, cancellationToken);
        }
    }

    /// <summary>Who stands in a file was promised to be in it: without his account it cannot be written, and neither can he be left out.</summary>
    private async Task AlarmAboutUnreadableAsync(Campaign campaign, TransferFile file, IEnumerable<Transfer> filed, CancellationToken cancellationToken)
    {
        foreach (Transfer transfer in filed.Where(transfer => transfer.ProtectedForm is not null && transfers.FormOf(transfer) is null))
        {
            await alarms.RaiseAsync(
                AlarmKind.TransferHeld, campaign.Id, $"{transfer.Id}", $"The account of the transfer of {transfer.Id} cannot be read, and file {file.Number}, in which it stands, cannot be made: bring the key ring back.", cancellationToken);
        }
    }

    /// <summary>The file with a day for which the bank takes it still: the one that it has, or, where that one has gone by and nobody has the bytes, the next.</summary>
    private async Task<TransferFile> InTimeAsync(Campaign campaign, TransferFile file, CancellationToken cancellationToken)
    {
        while (!file.IsHandedOut && days.OnOrAfter(campaign, file.PayOn) is var day && day != file.PayOn && await IsWithUsAsync(campaign, file, cancellationToken))
        {
            await alarms.RaiseAsync(
                AlarmKind.TransferFileLeft, campaign.Id, $"{file.Number}",
                $"File {file.Number} was not taken to the bank in time for {file.PayOn:yyyy-MM-dd}: it is paid on {day:yyyy-MM-dd} instead. It has to be fetched and taken there before the bank's cut-off.", cancellationToken);
            if (await files.TryMoveDayAsync(campaign.Id, file, day, cancellationToken))
            {
                log.FileMoved(campaign.Id, file.Number, file.PayOn, day);
            }

            file = await FindAsync(campaign, file.Number, cancellationToken);
        }

        return file;
    }

    /// <summary>Whether what was made can be made anew: everybody in it waits still, and nothing was heard of the bank about any of them.</summary>
    private async Task<bool> IsWithUsAsync(Campaign campaign, TransferFile file, CancellationToken cancellationToken) => file.Made is not { Payments: var made }
        || (made > 0 && made == await transfers.ReadAllAsync(campaign, cancellationToken)
            .CountAsync(transfer => transfer is { State: TransferState.Filed, ProtectedForm: not null } && transfer.File == file.Number, cancellationToken));

    private async Task<TransferFile> FindAsync(Campaign campaign, int number, CancellationToken cancellationToken) =>
        await files.FindAsync(campaign.Id, number, cancellationToken) ?? throw new InvalidDataException($"File {number} of {campaign.Id} has disappeared.");

    /// <summary>Moves some of one shard into the file, and those who are in it to its day; who was revoked meanwhile stays out, for good.</summary>
    private async Task FileAsync(Campaign campaign, TransferFile file, IReadOnlyList<Candidate> some, CancellationToken cancellationToken)
    {
        while (true)
        {
            List<(Transfer Before, Transfer After, Entitlement Right)> moves = [];
            List<(Transfer Before, Transfer After)> kept = [];
            foreach ((EntitlementId id, int version) in some)
            {
                Transfer? one = await transfers.FindAsync(campaign, id, cancellationToken);
                if (one is { State: TransferState.Released }
                    && one.Version == version
                    && transfers.FormOf(one) is not null
                    && await entitlements.FindAsync(campaign.Id, id, cancellationToken) is { State: EntitlementState.TransferRequested } right)
                {
                    moves.Add((one, one with { State = TransferState.Filed, File = file.Number, PayOn = file.PayOn }, right));
                }

                // Days only go on: whoever was left behind with an earlier one takes nobody back to it.
                if (one is { State: TransferState.Filed } && one.File == file.Number && one.PayOn < file.PayOn)
                {
                    kept.Add((one, one with { PayOn = file.PayOn }));
                }
            }

            if (moves.Count + kept.Count == 0 || await transfers.TryMoveAllAsync(campaign, moves, kept, time.GetUtcNow(), cancellationToken))
            {
                return;
            }
        }
    }
}
