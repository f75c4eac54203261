using System.Net;
using Azure;
using Azure.Data.Tables;
using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Microsoft.Extensions.Options;

namespace Compensation.Access.LocalAccounts;

/// <summary>
/// Slows guessing: each try is counted before it is looked at, whoever's it is, so that a thousand at once are no more than one after the other. Table <c>Accounts</c>,
/// partition <c>t</c>, a row for each name that was typed, whether it is an account's or not.
/// </summary>
public sealed class SignInTries(TableServiceClient tables, IOptions<LocalAccountOptions> options, WallClock clock)
{
    private const string Partition = "t";
    private const string Failures = nameof(Failures);
    private const string ShutUntil = nameof(ShutUntil);

    /// <summary>Longer than any wait: whoever has not tried for so long begins anew.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    /// <summary>Whoever loses so many races is one of very many: he is to wait like the others.</summary>
    private const int RacesMax = 20;

    private readonly TableClient _table = tables.GetTableClient(AccountStore.TableName);

    /// <returns>Null where the try may go on; else until when none may.</returns>
    public async Task<DateTimeOffset?> BeginAsync(PersonId whose, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.Now;
        for (int race = 0; race < RacesMax; race++)
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, whose.Value, cancellationToken: cancellationToken);
            if (found.HasValue && found.Value!.GetDateTimeOffset(ShutUntil) is { } shutUntil && now < shutUntil && shutUntil - now <= options.Value.LongestWait)
            {
                return shutUntil;
            }

            int failures = (found.HasValue ? found.Value!.GetInt32(Failures) ?? 0 : 0) + 1;
            TableEntity counted = new(Partition, whose.Value) { [Failures] = failures, [ShutUntil] = now + WaitAfter(failures) };
            if (await TryWriteAsync(counted, found.HasValue ? found.Value!.ETag : null, cancellationToken))
            {
                return null;
            }
        }

        return now + options.Value.FirstWait;
    }

    /// <summary>It was he: what went wrong before is forgotten.</summary>
    public async Task ForgetAsync(PersonId whose, CancellationToken cancellationToken) => await _table.DeleteEntityAsync(Partition, whose.Value, cancellationToken: cancellationToken);

    /// <summary>Nor is a name kept for ever that somebody once typed.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and ShutUntil lt {before}"), cancellationToken: cancellationToken))
        {
            try
            {
                await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            }
            catch (RequestFailedException tried) when (tried.Status == (int)HttpStatusCode.PreconditionFailed)
            {
                // Somebody tries this very moment.
            }
        }
    }

    /// <summary>None for the free ones; then doubling.</summary>
    private TimeSpan WaitAfter(int failures)
    {
        int beyond = failures - options.Value.FreeTries;
        return beyond < 0 ? TimeSpan.Zero
            : beyond > 20 ? options.Value.LongestWait
            : TimeSpan.FromTicks(Math.Min(options.Value.FirstWait.Ticks << beyond, options.Value.LongestWait.Ticks));
    }

    private async Task<bool> TryWriteAsync(TableEntity row, ETag? version, CancellationToken cancellationToken)
    {
        try
        {
            if (version is { } seen)
            {
                await _table.UpdateEntityAsync(row, seen, TableUpdateMode.Replace, cancellationToken);
            }
            else
            {
                await _table.AddEntityAsync(row, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
