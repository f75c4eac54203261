using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Operations.Acts.Chain;

namespace Compensation.Operations.Acts;

/// <summary>
/// Every act of an operator, as a row that stays: table <c>Acts</c>, partition <c>{campaign}</c> or <c>installation</c>, the newest first. A row is written before the act and
/// completed after it, each time as a link of the list's chain. Reasons are encrypted: people write what they like into them.
/// </summary>
public sealed class ActTrail(TableServiceClient tables, ProtectedFields fields, ActChain chain, ActRows rows)
{
    public const string TableName = "Acts";

    /// <summary>The partition of what belongs to no campaign.</summary>
    public const string Installation = "installation";

    private const string Itself = "app";
    private const string Unreadable = "(unreadable)";

    /// <summary>Instants are text, so that they are hashed as they are stored.</summary>
    private const string Instant = "O";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly NewestFirst _places = new();

    /// <summary>The place of the next act.</summary>
    internal string PlaceAt(DateTimeOffset now) => _places.KeyOf(now);

    internal Task BeginAsync(string partition, Act act) => chain.AppendAsync(new ChainStep(StepKind.Begun, new TableEntity(partition, act.Id)
    {
        [nameof(Act.Operation)] = act.Operation,
        [nameof(Act.Path)] = act.Path,
        [nameof(Act.Subject)] = act.Subject,
        [nameof(Act.From)] = act.From,
        [nameof(Act.At)] = act.At.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture),
    }));

    internal async Task EndAsync(string partition, Act act, IReadOnlyList<ActNoteRow> to)
    {
        string reason = act.Reason.Length == 0 ? string.Empty : ActReason.Salted(act.Reason);
        string hash = await rows.WriteAsync(partition, act.Id, to, CancellationToken.None);
        await chain.AppendAsync(new ChainStep(StepKind.Ended, new TableEntity(partition, act.Id)
        {
            [nameof(Act.By)] = act.By,
            [nameof(Act.Reason)] = reason.Length == 0 ? string.Empty : fields.Protect(reason),
            [StepKind.ReasonDigest] = reason.Length == 0 ? string.Empty : ActReason.DigestOf(reason),
            [nameof(Act.Status)] = act.Status,
            [nameof(Act.Rows)] = to.Count,
            [StepKind.RowsHash] = hash,
        }));
    }

    internal async Task<IReadOnlyList<Act>> ReadPageAsync(string partition, PlaceRange range, int take, CancellationToken cancellationToken) =>
        await ReadAsync(partition, range, take, cancellationToken).Take(take).ToListAsync(cancellationToken);

    /// <summary>All of a range, the newest first.</summary>
    internal IAsyncEnumerable<Act> ReadAsync(string partition, PlaceRange range, int perPage, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.Before}");
        return _table.QueryAsync<TableEntity>(filter, maxPerPage: perPage, cancellationToken: cancellationToken).Select(Read);
    }

    /// <summary>Erases the reasons of a range: their digests stay, so that the chain holds.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ForgetReasonsAsync(string partition, PlaceRange range, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.Before} and Reason gt ''");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            await _table.UpdateEntityAsync(new TableEntity(partition, row.RowKey) { [nameof(Act.Reason)] = string.Empty }, ETag.All, TableUpdateMode.Merge, cancellationToken);
            forgotten++;
        }

        return forgotten;
    }

    /// <summary>Erases the reasons of what was done under some addresses, and of what was done to somebody whatever the address: of one person's acts. Their digests stay, so that the chain holds.</summary>
    /// <param name="partition">The list.</param>
    /// <param name="on">The person, as rows of acts about many name him.</param>
    /// <param name="paths">The addresses, with everything below them. Whoever acted may have spelt them otherwise.</param>
    /// <param name="except">What is done under such an address and keeps its reason: the end of a path.</param>
    /// <param name="cancellationToken">Stops between writes.</param>
    public async Task ForgetReasonsAsync(string partition, string on, IEnumerable<string> paths, string except, CancellationToken cancellationToken)
    {
        string[] under = [.. paths.Select(path => $"{Compared(path)}/")];
        HashSet<string> named = await rows.ActsOnAsync(partition, on, cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and Reason gt ''");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey", nameof(Act.Path)], cancellationToken: cancellationToken))
        {
            string path = $"{Compared(row.GetString(nameof(Act.Path))!)}/";
            if ((named.Contains(row.RowKey) || under.Any(one => path.StartsWith(one, StringComparison.Ordinal))) && !path.EndsWith($"{Compared(except)}/", StringComparison.Ordinal))
            {
                await _table.UpdateEntityAsync(new TableEntity(partition, row.RowKey) { [nameof(Act.Reason)] = string.Empty }, ETag.All, TableUpdateMode.Merge, cancellationToken);
            }
        }
    }

    /// <summary>As the routes understand it: in any case and width, and numbers with or without hyphens and blanks.</summary>
    private static string Compared(string path) =>
        Folding.Plain(path).Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Whether acts of a range have reasons that are kept.</summary>
    public async Task<bool> HasReasonsAsync(string partition, PlaceRange range, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.Before} and Reason gt ''");
        return await _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken).AnyAsync(cancellationToken);
    }

    /// <summary>The place of something that the app does by itself: kept with it before it is recorded, so that a repeat records it there or finds it there.</summary>
    public string PlaceOfOwn(DateTimeOffset now) => PlaceAt(now);

    /// <summary>Takes note of what the app did by itself, to each of those that it did it to.</summary>
    public Task RecordOwnAsync(string partition, string operation, IReadOnlyList<ActNoteRow> to, DateTimeOffset now) => RecordOwnAsync(partition, operation, now, () => Task.FromResult(to));

    /// <summary>Does something by itself, and takes note of it: that it was begun before, and to whom it was done after, so that a kill in between leaves a line as well.</summary>
    public async Task RecordOwnAsync(string partition, string operation, DateTimeOffset now, Func<Task<IReadOnlyList<ActNoteRow>>> does)
    {
        Act act = OwnAct(PlaceAt(now), operation, now);
        await BeginAsync(partition, act);
        await EndAsync(partition, act with { By = Itself, Status = 200 }, await does());
    }

    /// <summary>Takes note of what the app did by itself at a place that was kept before: once, however often it is repeated.</summary>
    public async Task RecordOwnOnceAsync(string partition, string place, string operation, IReadOnlyList<ActNoteRow> to, DateTimeOffset now)
    {
        NullableResponse<TableEntity> there = await _table.GetEntityIfExistsAsync<TableEntity>(partition, place);
        Act act = there.HasValue ? Read(there.Value!) : OwnAct(place, operation, now);
        if (!there.HasValue)
        {
            await BeginAsync(partition, act);
        }

        if (act.Status is null)
        {
            await EndAsync(partition, act with { By = Itself, Status = 200 }, to);
        }
    }

    private static Act OwnAct(string place, string operation, DateTimeOffset now) => new(place, operation, string.Empty, string.Empty, Itself, string.Empty, string.Empty, now, Status: null);

    /// <summary>A reason that somebody has exchanged in the store hides no other act: the list goes on, and the walk over the chain finds it.</summary>
    private string ReasonOf(TableEntity row)
    {
        try
        {
            return row.GetString(nameof(Act.Reason)) is { Length: > 0 } reason ? ActReason.Of(fields.Unprotect(reason)) : string.Empty;
        }
        catch (Exception exchanged) when (exchanged is CryptographicException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return Unreadable;
        }
    }

    private Act Read(TableEntity row) => new(
        row.RowKey,
        row.GetString(nameof(Act.Operation))!,
        row.GetString(nameof(Act.Path))!,
        row.GetString(nameof(Act.By)) ?? string.Empty,
        row.GetString(nameof(Act.Subject)) ?? string.Empty,
        ReasonOf(row),
        row.GetString(nameof(Act.From))!,
        DateTimeOffset.ParseExact(row.GetString(nameof(Act.At))!, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        row.GetInt32(nameof(Act.Status)),
        row.GetInt32(nameof(Act.Rows)) ?? 0);
}
