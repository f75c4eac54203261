using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;

namespace Compensation.Awards.Postings;

/// <summary>
/// Takes a result file in, wholly or not at all: every row is checked, by itself and against what is on file, before the first is written. The same file
/// again changes nothing; what a crash leaves half written is completed by sending the same file again.
/// </summary>
public sealed partial class PostingResults(EntitlementStore entitlements, PostingStore postings, ImportLeases leases, TimeProvider time)
{
    private const int RowsMax = 1_000_000;
    private const int ErrorsListedMax = 1_000;
    private const int PageSize = 1_000;

    private static readonly CsvColumn[] s_columns = [new("posting"), new("outcome"), new("balance", Required: false), new("reference", Required: false)];

    public async Task<PostingResultsTaken> TakeAsync(Campaign campaign, ReceivedFile file, string? by, CancellationToken cancellationToken)
    {
        PostingResultsTaken nothing = new(Taken: false, 0, 0, 0, 0, []);
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.PostingResults, "results.csv", by) { Sha256 = file.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return nothing with { Detail = await leases.WhoIsAtWorkAsync(campaign.Id, ImportKind.PostingResults, cancellationToken) };
        }

        try
        {
            return await TakeAsync(campaign, file, turn, nothing, cancellationToken);
        }
        catch (ImportTurnLostException lost)
        {
            return nothing with { Detail = ImportLeases.LostHalfWay(lost) };
        }
        catch (PostingChangedException changed)
        {
            return nothing with { Detail = changed.Message };
        }
    }

    private async Task<PostingResultsTaken> TakeAsync(Campaign campaign, ReceivedFile file, ImportLease turn, PostingResultsTaken nothing, CancellationToken cancellationToken)
    {
        RowErrors errors = new(ErrorsListedMax);
        IReadOnlyDictionary<EntitlementId, PostingResult> rows = await ReadAsync(campaign, file, errors, cancellationToken);
        PostingResultsTaken taken = nothing with { Rows = rows.Count };
        IGrouping<int, EntitlementId>[] shards = [.. rows.Keys.GroupBy(id => id.ShardOf(campaign.Shards))];
        foreach (IGrouping<int, EntitlementId> shard in shards.TakeWhile(_ => errors.Count < ErrorsListedMax))
        {
            await CheckAsync(campaign, shard.Key, [.. shard.Order()], rows, errors, cancellationToken);
        }

        if (errors.Count > 0)
        {
            return taken with { ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        }

        int changed = await turn.WriteAsync(stop => WriteAsync(campaign, shards.Select(shard => shard.Key), rows, stop), cancellationToken);
        await turn.CompleteAsync(changed > 0, new Dictionary<string, long>(StringComparer.Ordinal) { ["rows"] = rows.Count, ["changed"] = changed, ["unchanged"] = rows.Count - changed });
        return taken with { Taken = true, Changed = changed, Unchanged = rows.Count - changed };
    }

    /// <returns>How many postings were changed.</returns>
    private async Task<int> WriteAsync(Campaign campaign, IEnumerable<int> shards, IReadOnlyDictionary<EntitlementId, PostingResult> rows, CancellationToken cancellationToken)
    {
        int changed = 0;
        foreach (int shard in shards)
        {
            changed += await WriteAsync(campaign, shard, rows, cancellationToken);
        }

        return changed;
    }

    private static async Task<IReadOnlyDictionary<EntitlementId, PostingResult>> ReadAsync(Campaign campaign, ReceivedFile file, RowErrors errors, CancellationToken cancellationToken)
    {
        Dictionary<EntitlementId, PostingResult> results = [];
        using CsvRows rows = new(file, s_columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (results.Count == RowsMax)
            {
                errors.Add(new RowError(rows.Line, string.Empty, "the file is too long; nothing after this line was read", $"at most {RowsMax} rows"));
                break;
            }

            if (Parse(campaign, rows, errors) is { } result && !results.TryAdd(result.Id.Entitlement, result))
            {
                errors.Add(new RowError(rows.Line, "posting", "is of a member who stands in the file already", "one row for each member: the newest posting"));
            }
        }

        return results;
    }

    private static PostingResult? Parse(Campaign campaign, CsvRows row, RowErrors errors)
    {
        if (row.Error is { } unreadable)
        {
            errors.Add(unreadable);
            return null;
        }

        PostingState? outcome = row.Plain("outcome") switch
        {
            "done" => PostingState.Done,
            "unknownMember" or "invalid" => PostingState.Refused,
            "balanceShort" => PostingState.Short,
            _ => null,
        };
        long balance = 0;
        RowError?[] faults =
        [
            PostingId.TryParse(campaign.Id, row.Plain("posting"), out PostingId? id) ? null : new RowError(row.Line, "posting", "is not a posting", "such as 00c0ffee0123-001, as in the batch"),
            outcome is null ? new RowError(row.Line, "outcome", "is not an outcome", "done, unknownMember, invalid or balanceShort") : null,
            row.Plain("balance").Length == 0 || long.TryParse(row.Plain("balance"), NumberStyles.None, CultureInfo.InvariantCulture, out balance)
                ? null
                : new RowError(row.Line, "balance", "is not a number of points", "digits, or nothing"),
            ReferenceShape().IsMatch(row.Plain("reference")) ? null : new RowError(row.Line, "reference", "is not a reference", "at most 64 visible ASCII characters, or nothing"),
        ];
        foreach (RowError fault in faults.OfType<RowError>())
        {
            errors.Add(fault);
        }

        return faults.Any(fault => fault is not null) ? null : new PostingResult(row.Line, id!, outcome!.Value, row.Plain("outcome"), row.Plain("balance").Length == 0 ? null : balance, row.Plain("reference"));
    }

    private async Task CheckAsync(
        Campaign campaign, int shard, IReadOnlyList<EntitlementId> ids, IReadOnlyDictionary<EntitlementId, PostingResult> rows, RowErrors errors, CancellationToken cancellationToken)
    {
        HashSet<EntitlementId> known = [];
        await foreach ((Entitlement member, PostingHistory history) in MembersAsync(campaign, shard, rows, cancellationToken))
        {
            known.Add(member.Id);
            if (rows[member.Id].FaultIn(history) is { } fault)
            {
                errors.Add(fault);
            }
        }

        foreach (EntitlementId id in ids.Where(id => !known.Contains(id)))
        {
            errors.Add(new RowError(rows[id].Line, "posting", "is not known", "a posting of this campaign"));
        }
    }

    /// <returns>How many postings were changed.</returns>
    private async Task<int> WriteAsync(Campaign campaign, int shard, IReadOnlyDictionary<EntitlementId, PostingResult> rows, CancellationToken cancellationToken)
    {
        int changed = 0;
        await foreach ((Entitlement Member, PostingHistory History)[] some in MembersAsync(campaign, shard, rows, cancellationToken)
            .Where(one => one.History.Newest!.State != rows[one.Member.Id].Outcome).Chunk(PostingStore.ChunkSizeMax).WithCancellation(cancellationToken))
        {
            if (!await postings.TryRecordAsync([.. some.Select(one => (rows[one.Member.Id].Settled(one.History.Newest!, time.GetUtcNow()), one.Member, one.History.Granted))], cancellationToken))
            {
                throw new PostingChangedException();
            }

            changed += some.Length;
        }

        return changed;
    }

    /// <summary>The members of a shard who stand in the file.</summary>
    private async IAsyncEnumerable<(Entitlement Member, PostingHistory History)> MembersAsync(
        Campaign campaign, int shard, IReadOnlyDictionary<EntitlementId, PostingResult> rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntitlementId? after = null;
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await entitlements.ReadPageAsync(campaign.Id, shard, after, PageSize, cancellationToken);
            Entitlement[] named = [.. page.Where(member => rows.ContainsKey(member.Id))];
            IReadOnlyDictionary<EntitlementId, PostingHistory> histories = named.Length == 0 ? new Dictionary<EntitlementId, PostingHistory>() : await postings.ReadHistoriesAsync(named, cancellationToken);
            foreach (Entitlement member in named.Where(member => histories.ContainsKey(member.Id)))
            {
                yield return (member, histories[member.Id]);
            }

            after = page.Count == 0 ? null : page[^1].Id;
        }
        while (page.Count == PageSize);
    }

    [GeneratedRegex(@"\A[!-~]{0,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ReferenceShape();
}

/// <summary>One row of a result file.</summary>
internal sealed record PostingResult(long Line, PostingId Id, PostingState Outcome, string Word, long? Balance, string Reference)
{
    /// <summary>Why it cannot be; null where it can, or is so already.</summary>
    public RowError? FaultIn(PostingHistory history)
    {
        Posting newest = history.Newest!;
        if (history.Postings.All(posting => posting.Id != Id))
        {
            return new RowError(Line, "posting", "is not known", "a posting of this campaign");
        }

        if (newest.Id != Id)
        {
            return new RowError(Line, "posting", "is not the member's newest", "a posting after which nothing else was posted");
        }

        if (Outcome == PostingState.Short && newest.Points > Yen.Zero)
        {
            return new RowError(Line, "outcome", "is balanceShort for a grant", "balanceShort for revocations only");
        }

        bool settles = newest.State == Outcome || (newest.State is PostingState.Filed or PostingState.Refused or PostingState.Short or PostingState.Unknown && newest.State.CanMoveTo(Outcome));
        return settles ? null : new RowError(Line, "outcome", $"does not follow from {newest.State}", "a result that the posting can still have");
    }

    public Posting Settled(Posting posting, DateTimeOffset now) => posting.MoveTo(Outcome) with
    {
        SettledAt = now,
        Reference = Outcome == PostingState.Done ? Reference : null,
        Reason = Outcome == PostingState.Done ? null : Word,
        Balance = Outcome == PostingState.Short ? Balance : null,
    };
}

/// <summary>What came of a result file.</summary>
/// <param name="Taken">False: something is wrong, and nothing was written.</param>
/// <param name="Rows">Sound rows.</param>
/// <param name="Changed">Postings that are settled now.</param>
/// <param name="Unchanged">Postings that were so already.</param>
/// <param name="ErrorCount">All errors.</param>
/// <param name="Errors">The first of them.</param>
public sealed record PostingResultsTaken(bool Taken, int Rows, int Changed, int Unchanged, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    /// <summary>Why the file could not be taken, or not to its end, though nothing is wrong with it; null where that is not so.</summary>
    public string? Detail { get; init; }
}

/// <summary>A posting was changed, by whatever, while its result was written.</summary>
internal sealed class PostingChangedException() : Exception("A posting was changed while its result was written. What was written before it counts: send the file again, and it does the rest.");
