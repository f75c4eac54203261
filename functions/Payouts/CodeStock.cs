using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;

namespace Compensation.Payouts;

/// <summary>
/// Codes bought beforehand. A code goes to one person for good: taking it deletes the free row and writes the taken row in one
/// transaction, and the taken row's key is the person's entitlement, so neither two people nor two attempts of one person can share it out.
/// </summary>
public sealed class CodeStock(TableServiceClient tables, ProtectedFields fields, IAlarms alarms, TimeProvider time)
{
    public const string TableName = "CodeStock";

    /// <summary>A transaction of the service holds 100 operations; a code needs two.</summary>
    public const int AddBatchMax = 50;

    /// <summary>What one look at a shelf shows: enough for those who come next, and to step over codes that others take in the same moment.</summary>
    private const int CandidatesMax = 8;

    /// <summary>So many codes that cannot be read are stepped over in one look: keys are spread over a shelf, so that a lot whose key is gone lies between the others.</summary>
    private const int UnreadableMax = 1_000;

    private const int ReadsAtOnce = 16;

    /// <summary>Rows <c>{campaign}:{product}</c>, written anew whenever codes come in or are put back.</summary>
    private const string Arrivals = "0arrivals";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly SeenCodes _seen = new();

    /// <summary>Takes a code for good, or returns the one that was taken for this request before.</summary>
    /// <returns>Null where no code of this product and value is left, or where the amount was made up of several.</returns>
    public Task<TakenCode?> TakeAsync(IssueRequest request, CancellationToken cancellationToken) =>
        TakeAsync(request.Shelf, request.Entitlement, CodeRow.TakenKey(request.Entitlement), cancellationToken);

    /// <summary>The same for one of the codes of which an amount is made up.</summary>
    internal Task<TakenCode?> TakePartAsync(IssueRequest request, Yen value, int part, CancellationToken cancellationToken) =>
        TakeAsync(request.Shelf with { Value = value }, request.Entitlement, CodeRow.TakenKey(request.Entitlement, part), cancellationToken);

    /// <summary>What was taken for this request; null where nothing was.</summary>
    public Task<TakenCode?> FindTakenAsync(IssueRequest request, CancellationToken cancellationToken) =>
        FindTakenAsync(request.Shelf, CodeRow.TakenKey(request.Entitlement), cancellationToken);

    internal Task<TakenCode?> FindPartAsync(IssueRequest request, Yen value, int part, CancellationToken cancellationToken) =>
        FindTakenAsync(request.Shelf with { Value = value }, CodeRow.TakenKey(request.Entitlement, part), cancellationToken);

    private async Task<TakenCode?> TakeAsync(Shelf shelf, EntitlementId entitlement, string takenKey, CancellationToken cancellationToken)
    {
        while (await NextFreeAsync(shelf, entitlement, cancellationToken) is { } free)
        {
            switch (await TryTakeAsync(free, takenKey, cancellationToken))
            {
                case TakeOutcome.Taken:
                    return Reveal(free, shelf);
                case TakeOutcome.AlreadyServed:
                    _seen.Keep(shelf, [free]);
                    return await FindTakenAsync(shelf, takenKey, cancellationToken);
            }
        }

        // The last code may have been taken by this very request, before a crash.
        return await FindTakenAsync(shelf, takenKey, cancellationToken);
    }

    private async Task<CodeRow?> NextFreeAsync(Shelf shelf, EntitlementId entitlement, CancellationToken cancellationToken)
    {
        string today = CodeRow.DayText(time.GetUtcNow().DateInJapan());
        if (_seen.Next(shelf, today) is { } seen)
        {
            return seen;
        }

        IReadOnlyList<CodeRow> found = await FindFreeAsync(shelf, entitlement, today, cancellationToken);
        _seen.Keep(shelf, found.Skip(1));
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<TakenCode?> FindTakenAsync(Shelf shelf, string takenKey, CancellationToken cancellationToken)
    {
        NullableResponse<CodeRow> row = await _table.GetEntityIfExistsAsync<CodeRow>(shelf.PartitionKey, takenKey, cancellationToken: cancellationToken);
        return row is { HasValue: true, Value.Code: not null } ? Reveal(row.Value, shelf) : null;
    }

    /// <summary>Puts a code that nobody has seen back on its shelf.</summary>
    /// <returns>Whether it lies there now, or nothing was taken under this key; false where somebody else moved it in the same moment.</returns>
    internal async Task<bool> PutBackAsync(Shelf shelf, string takenKey, CancellationToken cancellationToken)
    {
        NullableResponse<CodeRow> row = await _table.GetEntityIfExistsAsync<CodeRow>(shelf.PartitionKey, takenKey, cancellationToken: cancellationToken);
        if (row is not { HasValue: true, Value: { Code: not null } taken })
        {
            return true;
        }

        CodeRow free = new() { PartitionKey = taken.PartitionKey, RowKey = CodeRow.FreePrefix + taken.CodeKey, Code = taken.Code, CodeKey = taken.CodeKey, LastDay = taken.LastDay, Lot = taken.Lot };
        if (!await _table.TrySubmitAsync([new(TableTransactionActionType.Delete, taken, taken.ETag), new(TableTransactionActionType.Add, free)], cancellationToken))
        {
            return false;
        }

        await NoteArrivalAsync(shelf.Campaign, shelf.Product, cancellationToken);
        return true;
    }

    /// <summary>Every code of a campaign that was handed out, by whose it is: what the stock says by itself.</summary>
    internal async IAsyncEnumerable<(EntitlementId Entitlement, Shelf Shelf, string Key)> ReadTakenAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {campaign + ":"} and PartitionKey lt {campaign + ";"} and RowKey ge {CodeRow.TakenPrefix} and RowKey lt {CodeRow.TakenEnd}");
        await foreach (CodeRow row in _table.QueryAsync<CodeRow>(filter, select: ["PartitionKey", "RowKey", "CodeKey", "LastDay"], cancellationToken: cancellationToken))
        {
            if (!row.IsPlan)
            {
                yield return (row.TakenBy(), Shelf.Parse(row.PartitionKey), row.CodeKey);
            }
        }
    }

    /// <summary>Puts registered codes of one product and value into stock, at most <see cref="AddBatchMax"/>. Those that are there, or were, are passed over.</summary>
    /// <param name="shelf">What the codes are for.</param>
    /// <param name="codes">No two with the same key.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task AddAsync(Shelf shelf, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken)
    {
        string partition = shelf.PartitionKey;
        IReadOnlyCollection<StockCode> missing = codes;
        while (missing.Count > 0 && !await TryAddAsync(partition, missing, cancellationToken))
        {
            IReadOnlySet<string> known = await FindKnownAsync(partition, missing, cancellationToken);
            missing = [.. missing.Where(code => !known.Contains(code.Key))];
        }
    }

    /// <summary>Says to all instances that codes of a product have come in, or lie on their shelves again.</summary>
    internal Task NoteArrivalAsync(CampaignId campaign, string product, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(Arrivals, $"{campaign}:{product}") { ["At"] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Another text after every arrival, wherever it was noted: one point read.</summary>
    internal async Task<string> LastArrivalAsync(CampaignId campaign, string product, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(Arrivals, $"{campaign}:{product}", cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ETag.ToString() : string.Empty;
    }

    /// <summary>How many codes there are of each product and value. Reads the campaign's whole stock: for operators, not for every day.</summary>
    public async Task<IReadOnlyList<StockLevel>> LevelsAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string today = CodeRow.DayText(time.GetUtcNow().DateInJapan());
        Dictionary<string, StockLevel> levels = new(StringComparer.Ordinal);
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {campaign + ":"} and PartitionKey lt {campaign + ";"} and RowKey ge {CodeRow.FreePrefix}");
        await foreach (CodeRow row in _table.QueryAsync<CodeRow>(filter, select: ["PartitionKey", "RowKey", "LastDay"], cancellationToken: cancellationToken))
        {
            if (!levels.TryGetValue(row.PartitionKey, out StockLevel? level))
            {
                Shelf shelf = Shelf.Parse(row.PartitionKey);
                level = new StockLevel(shelf.Product, shelf.Value, 0, 0, 0);
            }

            levels[row.PartitionKey] = row.IsPlan ? level
                : row.RowKey.StartsWith(CodeRow.TakenPrefix, StringComparison.Ordinal) ? level with { Taken = level.Taken + 1 }
                : string.CompareOrdinal(row.LastDay, today) < 0 ? level with { Lapsed = level.Lapsed + 1 }
                : level with { Free = level.Free + 1 };
        }

        return [.. levels.Values.OrderBy(level => level.Product, StringComparer.Ordinal).ThenBy(level => level.Value)];
    }

    /// <summary>How many codes of each value the product has that are free and have not lapsed. Reads the keys of all of them.</summary>
    internal async Task<IReadOnlyDictionary<Yen, int>> CountFreeAsync(CampaignId campaign, string product, CancellationToken cancellationToken)
    {
        string today = CodeRow.DayText(time.GetUtcNow().DateInJapan());
        string all = $"{campaign}:{product}";
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {all + ":"} and PartitionKey lt {all + ";"} and RowKey ge {CodeRow.FreePrefix} and RowKey lt {CodeRow.FreeEnd} and LastDay ge {today}");
        Dictionary<Yen, int> free = [];
        await foreach (CodeRow row in _table.QueryAsync<CodeRow>(filter, select: ["PartitionKey"], cancellationToken: cancellationToken))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(free, Shelf.Parse(row.PartitionKey).Value, out _)++;
        }

        return free;
    }

    /// <summary>
    /// A few free codes that have not lapsed, beginning at a place that depends on the entitlement: people who claim in the same
    /// moment look at different codes.
    /// </summary>
    private async Task<IReadOnlyList<CodeRow>> FindFreeAsync(Shelf shelf, EntitlementId entitlement, string today, CancellationToken cancellationToken)
    {
        string start = CodeRow.FreePrefix + entitlement;
        IReadOnlyList<CodeRow> behind = await FindFreeAsync(shelf, start, CodeRow.FreeEnd, today, cancellationToken);
        return behind.Count > 0 ? behind : await FindFreeAsync(shelf, CodeRow.FreePrefix, start, today, cancellationToken);
    }

    private async Task<IReadOnlyList<CodeRow>> FindFreeAsync(Shelf shelf, string from, string to, string today, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {shelf.PartitionKey} and RowKey ge {from} and RowKey lt {to} and LastDay ge {today}");
        List<CodeRow> found = new(CandidatesMax);
        int unreadable = 0;
        await foreach (CodeRow row in _table.QueryAsync<CodeRow>(filter, CandidatesMax, cancellationToken: cancellationToken))
        {
            if (fields.UnprotectOrNull(row.Code!) is not null)
            {
                found.Add(row);
            }
            else
            {
                unreadable++;
            }

            if (found.Count == CandidatesMax || unreadable == UnreadableMax)
            {
                break;
            }
        }

        if (unreadable > 0)
        {
            await alarms.RaiseAsync(
                AlarmKind.FieldUnreadable, shelf.Campaign, shelf.PartitionKey, $"Codes in stock of {shelf.Product}, {shelf.Value.Amount} yen, cannot be read: nobody is given one of them until they can be. Order others where the key is gone for good.", cancellationToken);
        }

        return found;
    }

    private async Task<TakeOutcome> TryTakeAsync(CodeRow free, string takenKey, CancellationToken cancellationToken)
    {
        CodeRow taken = new()
        {
            PartitionKey = free.PartitionKey,
            RowKey = takenKey,
            Code = free.Code,
            CodeKey = free.CodeKey,
            LastDay = free.LastDay,
            Lot = free.Lot,
            TakenAt = time.GetUtcNow(),
        };
        try
        {
            await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, taken), new(TableTransactionActionType.Delete, free, free.ETag)], cancellationToken);
            return TakeOutcome.Taken;
        }
        catch (RequestFailedException refused) when (refused.Status == 409)
        {
            return TakeOutcome.AlreadyServed;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            return TakeOutcome.TakenByAnother;
        }
    }

    private async Task<bool> TryAddAsync(string partition, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = new(codes.Count * 2);
        foreach (StockCode code in codes)
        {
            actions.Add(new(TableTransactionActionType.Add, RowOf(partition, CodeRow.KnownPrefix, code, protectedCode: null)));
            actions.Add(new(TableTransactionActionType.Add, RowOf(partition, CodeRow.FreePrefix, code, fields.Protect(code.Code))));
        }

        try
        {
            await _table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    private async Task<IReadOnlySet<string>> FindKnownAsync(string partition, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (StockCode[] some in codes.Chunk(ReadsAtOnce))
        {
            NullableResponse<CodeRow>[] rows = await Task.WhenAll(some.Select(code =>
                _table.GetEntityIfExistsAsync<CodeRow>(partition, CodeRow.KnownPrefix + code.Key, cancellationToken: cancellationToken)));
            found.UnionWith(rows.Where(row => row.HasValue).Select(row => row.Value!.CodeKey));
        }

        return found;
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">The code cannot be read any more.</exception>
    private TakenCode Reveal(CodeRow row, Shelf shelf) => new(new IssuedCode(fields.Unprotect(row.Code!), row.Day()) { Value = shelf.Value }, row.CodeKey);

    private static CodeRow RowOf(string partition, string prefix, StockCode code, string? protectedCode) => new()
    {
        PartitionKey = partition,
        RowKey = prefix + code.Key,
        Code = protectedCode,
        CodeKey = code.Key,
        LastDay = CodeRow.DayText(code.LastDay),
        Lot = code.Lot,
    };

    private enum TakeOutcome
    {
        Taken,
        AlreadyServed,
        TakenByAnother,
    }
}
