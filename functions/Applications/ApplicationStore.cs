using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>
/// The applications of all campaigns. Beside each that nobody has decided lies a row <c>q:{receipt}:{line}</c>, so that open ones are found without reading all; beside
/// what is to be told to the applicant a row <c>m:{receipt}:{line}:{number}</c>. All three are written in one transaction.
/// </summary>
public sealed class ApplicationStore(TableServiceClient tables)
{
    public const string TableName = "Applications";

    internal const string OpenPrefix = "q:";

    private const int PageSize = 1_000;

    /// <summary>What a list says of each.</summary>
    private static readonly string[] s_standing = [nameof(TableEntity.RowKey), nameof(ApplicationRow.State), nameof(ApplicationRow.Outcome)];

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Adds the applications of one receipt, all or none, with the message about it.</summary>
    /// <returns>The message's version; null where something is stored under the receipt's number: a repeat of the same, or another application that got the same number.</returns>
    internal async Task<ETag?> TryAddAsync(IReadOnlyList<Application> applications, QueuedMessage? receipt, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> rows = [.. applications.SelectMany(application => (TableTransactionAction[])
        [
            new(TableTransactionActionType.Add, ApplicationRow.From(application)),
            new(TableTransactionActionType.Add, OpenRowOf(application)),
        ])];
        if (receipt is not null)
        {
            rows.Add(new(TableTransactionActionType.Add, MessageRow.From(receipt)));
        }

        try
        {
            Response<IReadOnlyList<Response>> added = await _table.SubmitTransactionAsync(rows, cancellationToken);
            return added.Value[^1].Headers.ETag ?? default;
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            return null;
        }
    }

    /// <summary>What was applied for under a receipt number, in order; empty where there is no such number.</summary>
    public async Task<IReadOnlyList<Application>> FindAsync(CampaignId campaign, ReceiptNumber receipt, CancellationToken cancellationToken)
    {
        string partition = ApplicationRow.PartitionOf(campaign, receipt);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {$"{ApplicationRow.Prefix}{receipt}:"} and RowKey lt {$"{ApplicationRow.Prefix}{receipt};"}");
        List<Application> found = [];
        await foreach (ApplicationRow row in _table.QueryAsync<ApplicationRow>(filter, cancellationToken: cancellationToken))
        {
            found.Add(row.ToApplication(campaign));
        }

        return found;
    }

    /// <summary>One point read; null where there is none.</summary>
    public async Task<Application?> FindAsync(CampaignId campaign, ReceiptNumber receipt, int line, CancellationToken cancellationToken)
    {
        NullableResponse<ApplicationRow> row = await _table.GetEntityIfExistsAsync<ApplicationRow>(
            ApplicationRow.PartitionOf(campaign, receipt), ApplicationRow.KeyOf(receipt, line), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ToApplication(campaign) : null;
    }

    /// <summary>Moves one, if it is still as it was read and the move is allowed; with what is to be told of it.</summary>
    /// <returns>False where somebody else has changed it in between.</returns>
    /// <exception cref="InvalidOperationException">The move is not in the table of moves.</exception>
    internal async Task<bool> TryMoveAsync(Application before, Application after, QueuedMessage? message, CancellationToken cancellationToken)
    {
        if (before.State != after.State && !before.State.CanMoveTo(after.State))
        {
            throw new InvalidOperationException($"Application {before.Id} cannot move from {before.State} to {after.State}.");
        }

        // Whose application is decided has his account with his transfer, or nowhere.
        Application stored = after.State.IsOpen() ? after : after with { ProtectedTransfer = null };
        List<TableTransactionAction> writes = [new(TableTransactionActionType.UpdateReplace, ApplicationRow.From(stored), before.Version)];
        if (after.State.IsOpen())
        {
            writes.Add(new(TableTransactionActionType.UpsertReplace, OpenRowOf(after)));
        }
        else if (before.State.IsOpen())
        {
            writes.Add(new(TableTransactionActionType.Delete, OpenRowOf(after), ETag.All));
        }

        if (message is not null)
        {
            writes.Add(new(TableTransactionActionType.Add, MessageRow.From(message)));
        }

        try
        {
            await _table.SubmitTransactionAsync(writes, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 409 or 404)
        {
            return false;
        }
    }

    /// <summary>Keeps one without what is personal. Its state stays.</summary>
    /// <returns>False where somebody else has changed it in between.</returns>
    internal Task<bool> TryForgetAsync(Application erased, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([new(TableTransactionActionType.UpdateReplace, ApplicationRow.From(erased), erased.Version)], cancellationToken);

    /// <summary>Those of one bucket that nobody has decided, by receipt number.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="bucket">0 to <see cref="ReceiptNumber.Buckets"/> − 1.</param>
    /// <param name="after">The last one of the page before, or null at the beginning.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal IAsyncEnumerable<OpenApplication> ReadOpenAsync(CampaignId campaign, int bucket, string? after, CancellationToken cancellationToken)
    {
        string partition = ApplicationRow.PartitionOf(campaign, bucket);
        return ReadOpenAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after ?? OpenPrefix} and RowKey lt {"q;"}"), cancellationToken);
    }

    private async IAsyncEnumerable<OpenApplication> ReadOpenAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, PageSize, s_standing, cancellationToken))
        {
            string[] key = row.RowKey.Split(':');
            yield return new OpenApplication(
                ReceiptNumber.Parse(key[1]),
                int.Parse(key[2], CultureInfo.InvariantCulture),
                Enum.Parse<ApplicationState>(row.GetString(nameof(ApplicationRow.State))!),
                Enum.Parse<ApplicationOutcome>(row.GetString(nameof(ApplicationRow.Outcome))!));
        }
    }

    /// <summary>A list over all buckets from a place on, those that nobody has decided or those that were refused: two queries at most.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="isRefused">Which of the two.</param>
    /// <param name="bucket">The place's bucket.</param>
    /// <param name="after">The end of the row's key there, or null at the bucket's beginning.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async IAsyncEnumerable<OpenApplication> ReadListAsync(CampaignId campaign, bool isRefused, int bucket, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string prefix, string end, string more) = isRefused ? (ApplicationRow.Prefix, "a;", $" and State eq '{ApplicationState.Refused}'") : (OpenPrefix, "q;", string.Empty);
        if (after is not null)
        {
            string rest = TableClient.CreateQueryFilter($"PartitionKey eq {ApplicationRow.PartitionOf(campaign, bucket)} and RowKey gt {prefix + after} and RowKey lt {end}");
            await foreach (OpenApplication one in ReadOpenAsync(rest + more, cancellationToken))
            {
                yield return one;
            }

            bucket++;
        }

        if (bucket < ReceiptNumber.Buckets)
        {
            string others = TableClient.CreateQueryFilter($"PartitionKey ge {ApplicationRow.PartitionOf(campaign, bucket)} and PartitionKey lt {ApplicationRow.PartitionsOf(campaign).Before} and RowKey gt {prefix} and RowKey lt {end}");
            await foreach (OpenApplication one in ReadOpenAsync(others + more, cancellationToken))
            {
                yield return one;
            }
        }
    }

    /// <summary>All that nobody has decided, in no order.</summary>
    internal IAsyncEnumerable<OpenApplication> ReadOpenAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        (string from, string before) = ApplicationRow.PartitionsOf(campaign);
        return ReadOpenAsync(TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {before} and RowKey gt {OpenPrefix} and RowKey lt {"q;"}"), cancellationToken);
    }

    /// <summary>All of one bucket after a row key, or from its beginning, by receipt number; they are read a page at a time.</summary>
    internal IAsyncEnumerable<Application> ReadAllAsync(CampaignId campaign, int bucket, string? after, CancellationToken cancellationToken) => ReadAllAsync(campaign, bucket, after, state: null, cancellationToken);

    /// <summary>The same of those that stand so; null for all.</summary>
    internal async IAsyncEnumerable<Application> ReadAllAsync(CampaignId campaign, int bucket, string? after, ApplicationState? state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string partition = ApplicationRow.PartitionOf(campaign, bucket);
        string all = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after ?? ApplicationRow.Prefix} and RowKey lt {"a;"}");
        string filter = state is { } wanted ? $"{all} and State eq '{wanted}'" : all;
        await foreach (ApplicationRow row in _table.QueryAsync<ApplicationRow>(filter, PageSize, cancellationToken: cancellationToken))
        {
            yield return row.ToApplication(campaign);
        }
    }

    /// <summary>How many of a campaign's applications stand how: two columns of each are read.</summary>
    public async Task<IReadOnlyDictionary<ApplicationState, long>> CountAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        Dictionary<ApplicationState, long> counts = [];
        for (int bucket = 0; bucket < ReceiptNumber.Buckets; bucket++)
        {
            string partition = ApplicationRow.PartitionOf(campaign, bucket);
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {ApplicationRow.Prefix} and RowKey lt {"a;"}");
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, PageSize, [nameof(ApplicationRow.State)], cancellationToken))
            {
                ApplicationState state = Enum.Parse<ApplicationState>(row.GetString(nameof(ApplicationRow.State))!);
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }
        }

        return counts;
    }

    private static TableEntity OpenRowOf(Application application) => new(
        ApplicationRow.PartitionOf(application.Campaign, application.Receipt), ApplicationRow.KeyOf(application.Receipt, application.Line).Replace(ApplicationRow.Prefix, OpenPrefix, StringComparison.Ordinal))
    {
        [nameof(ApplicationRow.State)] = application.State.ToString(),
        [nameof(ApplicationRow.Outcome)] = application.Outcome.ToString(),
    };
}

/// <summary>An application that nobody has decided, as the list of open ones knows it.</summary>
internal sealed record OpenApplication(ReceiptNumber Receipt, int Line, ApplicationState State, ApplicationOutcome Outcome);
