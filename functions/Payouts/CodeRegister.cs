using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace Compensation.Payouts;

/// <summary>
/// Every code that ever came in, of all campaigns, products and values: table <c>CodeStock</c>, partition <c>0code:{first digit of the key}</c>, row
/// <c>{code key}</c>. One code is one person's, so it is entered here before it is put on its shelf. Campaigns' partitions begin with a letter.
/// </summary>
public sealed class CodeRegister(TableServiceClient tables)
{
    private const int TransactionMax = 100;

    private const int RequestsAtOnce = 16;

    private readonly TableClient _table = tables.GetTableClient(CodeStock.TableName);

    /// <summary>What is registered of these codes, by key.</summary>
    internal async Task<IReadOnlyDictionary<string, RegisteredCode>> FindAsync(IEnumerable<ShelvedCode> codes, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, RegisteredCode> found = new(StringComparer.Ordinal);
        IEnumerable<string[]> partitions = codes
            .Select(shelved => shelved.Code.Key)
            .GroupBy(RegisteredCode.PartitionOf, StringComparer.Ordinal)
            .Select(keys => keys.Order(StringComparer.Ordinal).ToArray());
        await Parallel.ForEachAsync(partitions, Bounded(cancellationToken), async (keys, token) =>
        {
            int looked = await ReadAlongAsync(keys, found, token);
            foreach (string key in keys.Skip(looked))
            {
                NullableResponse<RegisteredCode> row = await _table.GetEntityIfExistsAsync<RegisteredCode>(RegisteredCode.PartitionOf(key), key, cancellationToken: token);
                if (row.HasValue)
                {
                    found[key] = row.Value!;
                }
            }
        });
        return found;
    }

    /// <summary>
    /// Reads what lies between the first and the last of a partition's keys, a thousand rows a request: for a delivery as large as the register far fewer requests than
    /// one a code. Gives up when it has cost half as many.
    /// </summary>
    /// <returns>How many of the keys have been looked for.</returns>
    private async Task<int> ReadAlongAsync(string[] keys, ConcurrentDictionary<string, RegisteredCode> found, CancellationToken cancellationToken)
    {
        int pagesLeft = keys.Length / 2;
        if (pagesLeft == 0)
        {
            return 0;
        }

        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {RegisteredCode.PartitionOf(keys[0])} and RowKey ge {keys[0]} and RowKey le {keys[^1]}");
        HashSet<string> wanted = new(keys, StringComparer.Ordinal);
        await foreach (Page<RegisteredCode> page in _table.QueryAsync<RegisteredCode>(filter, select: ["PartitionKey", "RowKey", "Shelf", "LastDay"], cancellationToken: cancellationToken).AsPages())
        {
            foreach (RegisteredCode row in page.Values.Where(row => wanted.Contains(row.RowKey)))
            {
                found[row.RowKey] = row;
            }

            if (page.ContinuationToken is not null && --pagesLeft == 0)
            {
                return page.Values.Count == 0 ? 0 : keys.TakeWhile(key => string.CompareOrdinal(key, page.Values[^1].RowKey) <= 0).Count();
            }
        }

        return keys.Length;
    }

    /// <summary>Enters codes, no two with the same key. What is entered already stays as it is.</summary>
    /// <returns>Those that another import has entered for another shelf in the same moment.</returns>
    internal async Task<IReadOnlyCollection<ShelvedCode>> EnterAsync(IEnumerable<ShelvedCode> codes, CancellationToken cancellationToken)
    {
        ConcurrentBag<ShelvedCode> refused = [];
        IEnumerable<ShelvedCode[]> batches = codes.GroupBy(shelved => RegisteredCode.PartitionOf(shelved.Code.Key), StringComparer.Ordinal).SelectMany(partition => partition.Chunk(TransactionMax));
        await Parallel.ForEachAsync(batches, Bounded(cancellationToken), async (batch, token) =>
        {
            IReadOnlyCollection<ShelvedCode> missing = batch;
            while (missing.Count > 0 && !await TryEnterAsync(missing, token))
            {
                IReadOnlyDictionary<string, RegisteredCode> known = await FindAsync(missing, token);
                foreach (ShelvedCode other in missing.Where(shelved => known.TryGetValue(shelved.Code.Key, out RegisteredCode? row) && !row.LiesOn(shelved.Shelf)))
                {
                    refused.Add(other);
                }

                missing = [.. missing.Where(shelved => !known.ContainsKey(shelved.Code.Key))];
            }
        });
        return refused;
    }

    private async Task<bool> TryEnterAsync(IEnumerable<ShelvedCode> codes, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(codes.Select(shelved => new TableTransactionAction(TableTransactionActionType.Add, RegisteredCode.Of(shelved))), cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    private static ParallelOptions Bounded(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };
}

/// <summary>The stored shape of a registered code: where it lies and until when it can be redeemed, but not the code.</summary>
internal sealed class RegisteredCode : ITableEntity
{
    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string Shelf { get; set; } = string.Empty;

    public string LastDay { get; set; } = string.Empty;

    public static string PartitionOf(string key) => $"0code:{key[0]}";

    public static RegisteredCode Of(ShelvedCode shelved) => new()
    {
        PartitionKey = PartitionOf(shelved.Code.Key),
        RowKey = shelved.Code.Key,
        Shelf = shelved.Shelf.PartitionKey,
        LastDay = CodeRow.DayText(shelved.Code.LastDay),
    };

    public bool LiesOn(Shelf shelf) => string.Equals(Shelf, shelf.PartitionKey, StringComparison.Ordinal);

    public bool LapsesWith(StockCode code) => string.Equals(LastDay, CodeRow.DayText(code.LastDay), StringComparison.Ordinal);
}
