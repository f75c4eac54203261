using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Awards.Shared;

/// <summary>
/// The marks of each shard's earning transactions in the order of their hashes, as the last computation found them: so that all shards' are merged page by
/// page. Table <c>AwardRules</c>, partition <c>{campaign}:marks</c>, rows <c>{shard}:{page}</c>.
/// </summary>
public sealed class TransactionMarks(TableServiceClient tables)
{
    /// <summary>A page fits one property (64 KiB).</summary>
    private const int MarksOfPage = 4_000;

    /// <summary>In base64 a transaction of so many pages is well below its limit of 4 MiB.</summary>
    private const int PagesAtOnce = 40;

    private readonly TableClient _table = tables.GetTableClient(RulesStore.TableName);

    /// <summary>Writing again replaces what was there; a shard without marks has one empty page.</summary>
    internal async Task WriteAsync(CampaignId campaign, int shard, List<TransactionMark> marks, CancellationToken cancellationToken)
    {
        marks.Sort();
        int pages = (marks.Count / MarksOfPage) + 1;
        foreach (int[] some in Enumerable.Range(0, pages).Chunk(PagesAtOnce))
        {
            await _table.SubmitTransactionAsync(some.Select(page => new TableTransactionAction(TableTransactionActionType.UpsertReplace, RowOf(page))), cancellationToken);
        }

        TableEntity RowOf(int page) => new(PartitionOf(campaign), KeyOf(shard, page))
        {
            ["Marks"] = TransactionMark.ToBytes(CollectionsMarshal.AsSpan(marks)[(page * MarksOfPage)..Math.Min(marks.Count, (page + 1) * MarksOfPage)]),
            ["IsLast"] = page == pages - 1,
        };
    }

    /// <summary>A shard's marks in the order of their hashes, a page at a time in memory.</summary>
    internal async IAsyncEnumerable<TransactionMark> ReadAsync(CampaignId campaign, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int page = 0; ; page++)
        {
            NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign), KeyOf(shard, page), cancellationToken: cancellationToken);
            byte[] marks = row.HasValue ? row.Value!.GetBinary("Marks") : [];
            for (int at = 0; at < marks.Length; at += TransactionMark.Bytes)
            {
                yield return TransactionMark.Read(marks, at);
            }

            if (!row.HasValue || row.Value!.GetBoolean("IsLast") == true)
            {
                yield break;
            }
        }
    }

    private static string PartitionOf(CampaignId campaign) => $"{campaign}:marks";

    private static string KeyOf(int shard, int page) => string.Create(CultureInfo.InvariantCulture, $"{shard:d4}:{page:d5}");
}
