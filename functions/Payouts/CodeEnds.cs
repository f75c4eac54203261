using System.Collections.Concurrent;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>
/// Until when codes of the stock can be used, for people who have not chosen yet: the last days that deliveries brought, by product. Table <c>CodeStock</c>, partition <c>{campaign}</c>, row
/// <c>{product}:{last day}</c>. They are written before the codes are, and stay: of a day whose codes are all handed out it is still true that nothing lapses earlier. Read anew at most once a minute.
/// </summary>
public sealed class CodeEnds(TableServiceClient tables, PointIssuers issuers, TimeProvider time)
{
    /// <summary>What a transaction of the service holds.</summary>
    private const int BatchMax = 100;

    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = tables.GetTableClient(CodeStock.TableName);
    private readonly ConcurrentDictionary<CampaignId, Kept> _kept = new();

    /// <summary>What is known of the codes that a product's people receive, by product; products of which nothing is known are left out.</summary>
    public async Task<IReadOnlyDictionary<string, CodeEnd>> FindAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string today = CodeRow.DayText(time.GetUtcNow().DateInJapan());
        return (await ReadAsync(campaign, cancellationToken))
            .Where(line => string.CompareOrdinal(line.Day, today) >= 0 && issuers.ForProduct(line.Product).Name == StockIssuer.IssuerName)
            .GroupBy(line => line.Product, line => line.Day, StringComparer.Ordinal)
            .ToDictionary(days => days.Key, days => new CodeEnd(CodeRow.DayOf(days.Min(StringComparer.Ordinal)!), days.Skip(1).Any()), StringComparer.Ordinal);
    }

    /// <summary>Codes come in.</summary>
    internal async Task NoteAsync(CampaignId campaign, IEnumerable<ShelvedCode> codes, CancellationToken cancellationToken)
    {
        IEnumerable<string> lines = codes.Select(shelved => $"{shelved.Shelf.Product}:{CodeRow.DayText(shelved.Code.LastDay)}").Distinct(StringComparer.Ordinal);
        foreach (string[] batch in lines.Chunk(BatchMax))
        {
            await _table.SubmitTransactionAsync(batch.Select(line => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(campaign.Value, line))), cancellationToken);
        }

        _kept.TryRemove(campaign, out _);
    }

    private async Task<IReadOnlyList<(string Product, string Day)>> ReadAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_kept.TryGetValue(campaign, out Kept? kept) && kept.ReadAt <= now && now < kept.ReadAt + s_keptFor)
        {
            return kept.Lines;
        }

        List<(string Product, string Day)> lines = [];
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), select: ["RowKey"], cancellationToken: cancellationToken))
        {
            string[] parts = row.RowKey.Split(':');
            lines.Add((parts[0], parts[1]));
        }

        _kept[campaign] = new Kept(now, lines);
        return lines;
    }

    private sealed record Kept(DateTimeOffset ReadAt, IReadOnlyList<(string Product, string Day)> Lines);
}

/// <summary>Until when a product's codes can be used.</summary>
/// <param name="Earliest">The earliest last day of those that have not lapsed; null where none of them ever lapses.</param>
/// <param name="Differ">Whether others can be used for longer.</param>
public sealed record CodeEnd(DateOnly? Earliest, bool Differ);
