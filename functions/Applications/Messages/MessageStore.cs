using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Applications.Messages;

/// <summary>Messages to applicants that are still to be sent, beside their applications. One that is settled moves to a row <c>s:</c>, so that what is due is found without reading what was done.</summary>
public sealed class MessageStore(TableServiceClient tables)
{
    private const string SettledPrefix = "s:";

    private readonly TableClient _table = tables.GetTableClient(ApplicationStore.TableName);

    internal async IAsyncEnumerable<QueuedMessage> ReadDueAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string from, string before) = ApplicationRow.PartitionsOf(campaign);
        string filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {before} and RowKey gt {MessageRow.Prefix} and RowKey lt {"m;"}");
        await foreach (MessageRow row in _table.QueryAsync<MessageRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToMessage(campaign);
        }
    }

    /// <returns>The message as stored, or null where another sender has it.</returns>
    internal async Task<QueuedMessage?> TryKeepAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            Response response = await _table.UpdateEntityAsync(MessageRow.From(message), message.Version, TableUpdateMode.Replace, cancellationToken);
            return message with { Version = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException raced) when (raced.Status is 412 or 404)
        {
            return null;
        }
    }

    internal async Task SettleAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        MessageRow row = MessageRow.From(message);
        MessageRow settled = MessageRow.From(message);
        settled.RowKey = SettledPrefix + row.RowKey[MessageRow.Prefix.Length..];
        await _table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, row, message.Version), new(TableTransactionActionType.UpsertReplace, settled)], cancellationToken);
    }
}
