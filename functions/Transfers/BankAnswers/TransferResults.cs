using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Transfers.Files;

namespace Compensation.Transfers.BankAnswers;

/// <summary>
/// Takes a bank's file in, wholly or not at all: every line is checked, by itself and against what was ordered, before the first is written. What a file says twice over,
/// or says again, changes nothing; what a crash leaves half written is completed by sending the same file again.
/// </summary>
public sealed class TransferResults(TransferStore transfers, EntitlementStore entitlements, TransferFileStore files, ImportLeases leases, IAlarms alarms, TimeProvider time)
{
    private const int RowsMax = 1_000_000;
    private const int ErrorsListedMax = 1_000;

    /// <summary>With the bank's answers to itself, so that of two files at once each tells what came of it, and one that died half way is on the list of imports.</summary>
    public async Task<TransferResultsTaken> TakeAsync(Campaign campaign, ReceivedFile file, IResultFormat format, string? by, CancellationToken cancellationToken)
    {
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.TransferResults, $"results.{format.Name}", by) { Sha256 = file.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return TransferResultsTaken.Nothing with { Detail = await leases.WhoIsAtWorkAsync(campaign.Id, ImportKind.TransferResults, cancellationToken) };
        }

        try
        {
            return await TakeAsync(campaign, file, format, turn, cancellationToken);
        }
        catch (ImportTurnLostException lost)
        {
            return TransferResultsTaken.Nothing with { Detail = ImportLeases.LostHalfWay(lost) };
        }
    }

    private async Task<TransferResultsTaken> TakeAsync(Campaign campaign, ReceivedFile file, IResultFormat format, ImportLease turn, CancellationToken cancellationToken)
    {
        RowErrors errors = new(ErrorsListedMax);
        List<ReportedResult> reported = await ReadAsync(campaign, file, format, errors, cancellationToken);
        HashSet<int> made = [.. await files.ListAsync(campaign.Id, cancellationToken).Where(one => one.Made is not null).Select(one => one.Number).ToListAsync(cancellationToken)];
        Dictionary<EntitlementId, Transfer> known = await transfers.ReadAllAsync(campaign, cancellationToken).ToDictionaryAsync(transfer => transfer.Id, cancellationToken: cancellationToken);
        foreach (ReportedResult result in reported)
        {
            if (!WasOrdered(known.GetValueOrDefault(result.Reference.Entitlement), result.Reference, made))
            {
                errors.Add(new RowError(result.Line, "reference", "is of no payment that was sent to the bank", "a reference that stands in a transfer file"));
            }
        }

        TransferResultsTaken taken = TransferResultsTaken.Nothing with { Lines = reported.Count, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        if (errors.Count > 0)
        {
            return taken;
        }

        TransferResultsTaken read = taken;
        taken = await turn.WriteAsync(stop => ApplyAsync(campaign, format, reported, read, stop), cancellationToken);
        await turn.CompleteAsync(hasChanged: true, new Dictionary<string, long>(StringComparer.Ordinal) { ["lines"] = taken.Lines, ["paid"] = taken.Paid, ["returned"] = taken.Returned, ["review"] = taken.Review });
        return taken;
    }

    private async Task<TransferResultsTaken> ApplyAsync(Campaign campaign, IResultFormat format, List<ReportedResult> reported, TransferResultsTaken taken, CancellationToken cancellationToken)
    {
        Dictionary<TransferState, int> outcomes = [];
        int unchanged = 0;
        foreach (IGrouping<EntitlementId, ReportedResult> one in reported.GroupBy(result => result.Reference.Entitlement))
        {
            if (await ApplyAsync(campaign, one.Key, format.Name, [.. one], cancellationToken) is { } changed)
            {
                outcomes[changed] = outcomes.GetValueOrDefault(changed) + 1;
            }
            else
            {
                unchanged++;
            }
        }

        int Of(TransferState state) => outcomes.GetValueOrDefault(state);
        if (Of(TransferState.Review) > 0)
        {
            await alarms.RaiseAsync(
                AlarmKind.TransferReview, campaign.Id, matter: string.Empty, $"The bank has said contradictory things of {Of(TransferState.Review)} transfers: a person has to decide.", cancellationToken);
        }

        return taken with { Taken = true, Paid = Of(TransferState.Paid), Returned = Of(TransferState.Returned), Review = Of(TransferState.Review), Unchanged = unchanged };
    }

    /// <returns>The state that the transfer came into; null where nothing changed.</returns>
    private async Task<TransferState?> ApplyAsync(Campaign campaign, EntitlementId id, string source, IReadOnlyList<ReportedResult> said, CancellationToken cancellationToken)
    {
        while (true)
        {
            Transfer before = await transfers.FindAsync(campaign, id, cancellationToken) ?? throw new InvalidDataException($"The transfer of {id} in {campaign.Id} has disappeared.");
            Transfer after = ResultDecision.For(before, LinesOf(before, source, said));
            if (ReferenceEquals(before, after))
            {
                return null;
            }

            if (before.State == after.State ? await transfers.TryKeepAsync(campaign, before, after, cancellationToken) : await TryMoveAsync(campaign, before, after, cancellationToken))
            {
                if (before.State == TransferState.Withdrawn && ResultDecision.SaysOtherwise(before, after))
                {
                    await alarms.RaiseAsync(
                        AlarmKind.TransferReview, campaign.Id, $"{id}", $"The bank has spoken of the transfer of {id} again, after the person had taken points instead: it may have been paid twice.", cancellationToken);
                }

                return before.State == after.State ? null : after.State;
            }
        }
    }

    private async Task<bool> TryMoveAsync(Campaign campaign, Transfer before, Transfer after, CancellationToken cancellationToken)
    {
        Entitlement right = await entitlements.FindAsync(campaign.Id, before.Id, cancellationToken) ?? throw new InvalidDataException($"The right {before.Id} in {campaign.Id} has disappeared.");
        return await transfers.TryMoveAsync(campaign, before, after, right, time.GetUtcNow(), cancellationToken);
    }

    private static IReadOnlyList<ResultLine> LinesOf(Transfer transfer, string source, IReadOnlyList<ReportedResult> said) =>
    [
        .. said.Select(result => new ResultLine(result.Reference.Attempt, source, result.Returned, result.Reason, result.On, result.Amount != transfer.Amount, Count: 1))
            .GroupBy(line => line)
            .Select(same => same.Key with { Count = same.Count() }),
    ];

    /// <summary>An earlier attempt was; the present one, once its file has been made.</summary>
    private static bool WasOrdered(Transfer? transfer, TransferReference reference, HashSet<int> made) => transfer is not null
        && (reference.Attempt < transfer.Attempt || (reference.Attempt == transfer.Attempt && transfer.File is { } number && made.Contains(number)));

    private static async Task<List<ReportedResult>> ReadAsync(Campaign campaign, ReceivedFile file, IResultFormat format, RowErrors errors, CancellationToken cancellationToken)
    {
        List<ReportedResult> reported = [];
        using CsvRows rows = new(file, format.Columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Error is { } unreadable)
            {
                errors.Add(unreadable);
                continue;
            }

            if (reported.Count == RowsMax)
            {
                errors.Add(new RowError(rows.Line, string.Empty, "the file is too long; nothing after this line was read", $"at most {RowsMax} rows"));
                break;
            }

            // A statement of one account holds several campaigns' lines; each is handed in for each.
            if (format.Read(rows, errors) is { } result && result.Reference.LinkCode == campaign.LinkCode)
            {
                reported.Add(result);
            }
        }

        return reported;
    }
}

/// <summary>What came of a bank's file.</summary>
/// <param name="Taken">Whether it was taken in; else errors say why not.</param>
/// <param name="Lines">Lines that speak of this campaign's payments.</param>
/// <param name="Paid">Transfers that are known to be paid now.</param>
/// <param name="Returned">Transfers that came back.</param>
/// <param name="Review">Transfers of which contradictory things were said: a person decides.</param>
/// <param name="Unchanged">Transfers of which nothing new was said.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first 1,000 of them, in the order of lines.</param>
public sealed record TransferResultsTaken(bool Taken, int Lines, int Paid, int Returned, int Review, int Unchanged, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    internal static readonly TransferResultsTaken Nothing = new(Taken: false, 0, 0, 0, 0, 0, 0, []);

    /// <summary>Why the file could not be taken, or not to its end, though nothing is wrong with it; null where that is not so.</summary>
    public string? Detail { get; init; }
}
