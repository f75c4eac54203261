using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Direct;

namespace Compensation.Applications.Messages;

/// <summary>
/// Messages to applicants that are still to be sent, beside their applications. One that is settled moves to a row <c>s:</c>, and one that has not arrived, or may not have, to a row
/// <c>f:</c>, so that what is due, and what wants a person, is found without reading what was done.
/// </summary>
public sealed class MessageStore(TableServiceClient tables)
{
    private const string SettledPrefix = "s:";
    private const string FailedPrefix = "f:";

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

    /// <summary>Takes off one that has not gone out and shall not. Where somebody is just sending it, it stays.</summary>
    internal async Task DropAsync(QueuedMessage message, CancellationToken cancellationToken) =>
        await _table.TrySubmitAsync([new(TableTransactionActionType.Delete, MessageRow.From(message), message.Version)], cancellationToken);

    /// <summary>All messages under a receipt number, those that are still to be sent first, each in order.</summary>
    internal async Task<IReadOnlyList<QueuedMessage>> FindAsync(CampaignId campaign, ReceiptNumber receipt, CancellationToken cancellationToken)
    {
        List<QueuedMessage> found = [];
        foreach (string prefix in new[] { MessageRow.Prefix, SettledPrefix, FailedPrefix })
        {
            string filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {ApplicationRow.PartitionOf(campaign, receipt)} and RowKey gt {$"{prefix}{receipt}:"} and RowKey lt {$"{prefix}{receipt};"}");
            await foreach (MessageRow row in _table.QueryAsync<MessageRow>(filter, cancellationToken: cancellationToken))
            {
                found.Add(row.ToMessage(campaign));
            }
        }

        return found;
    }

    /// <summary>Those of one bucket that have not arrived, or may not have, by receipt number.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="bucket">0 to <see cref="ReceiptNumber.Buckets"/> − 1.</param>
    /// <param name="after">Receipt number and line of the last one of the page before, or null at the beginning.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async IAsyncEnumerable<QueuedMessage> ReadFailedAsync(CampaignId campaign, int bucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ApplicationRow.PartitionOf(campaign, bucket)} and RowKey gt {(after is null ? FailedPrefix : $"{FailedPrefix}{after};")} and RowKey lt {"f;"}");
        await foreach (MessageRow row in _table.QueryAsync<MessageRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToMessage(campaign);
        }
    }

    /// <summary>Erases what was written to an applicant, and takes off what has not gone out. That something was sent stays.</summary>
    internal async Task ForgetAsync(CampaignId campaign, ReceiptNumber receipt, CancellationToken cancellationToken)
    {
        foreach (string prefix in new[] { MessageRow.Prefix, SettledPrefix, FailedPrefix })
        {
            string filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {ApplicationRow.PartitionOf(campaign, receipt)} and RowKey gt {$"{prefix}{receipt}:"} and RowKey lt {$"{prefix}{receipt};"}");
            await foreach (MessageRow row in _table.QueryAsync<MessageRow>(filter, cancellationToken: cancellationToken))
            {
                row.Words = null;
                await _table.TrySubmitAsync([new(prefix == SettledPrefix ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.Delete, row, row.ETag)], cancellationToken);
            }
        }
    }

    /// <summary>Moves one off what is due. Where its applicant has been erased meanwhile, or another sender has taken it over, there is nothing left to move.</summary>
    internal async Task SettleAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        MessageRow row = MessageRow.From(message);
        MessageRow settled = MessageRow.From(message);
        settled.RowKey = (message.Progress.State == MessageState.Sent ? SettledPrefix : FailedPrefix) + row.RowKey[MessageRow.Prefix.Length..];
        try
        {
            await _table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, row, message.Version), new(TableTransactionActionType.UpsertReplace, settled)], cancellationToken);
        }
        catch (RequestFailedException raced) when (raced.Status is 404 or 412)
        {
            // As it is stored now, it is somebody else's.
        }
    }
}
