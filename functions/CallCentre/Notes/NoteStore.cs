using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Notes;

/// <summary>Notes of calls: table <c>Notes</c>, partition campaign, rows <c>n:{person}:{key}</c>, and <c>f:{day}:{person}:{key}</c> while somebody has to look after one.</summary>
public sealed class NoteStore(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "Notes";

    /// <summary>In front of a person's codes, which <see cref="People.ProveContact"/> keeps.</summary>
    internal const string CodesPrefix = "v:";

    private const string FollowUpsPrefix = "f:";
    private const string FollowUpsEnd = "f;";
    private const string DayFormat = FollowUpPlace.DayFormat;
    private const int RowsAtOnce = 100;

    private static readonly string[] s_keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <returns>Whether it is on record now, by this call or an earlier one with the same words; false where the key stands for another note.</returns>
    internal async Task<bool> AddAsync(CampaignId campaign, Note note, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> rows = [new(TableTransactionActionType.Add, RowOf(campaign, note))];
        if (note.FollowUpOn is { } day)
        {
            rows.Add(new(TableTransactionActionType.Add, FollowUpOf(campaign, note, day)));
        }

        try
        {
            await _table.SubmitTransactionAsync(rows, cancellationToken);
            return true;
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return await FindAsync(campaign, note.Person, note.Key, cancellationToken) is { } known && known.IsSameAs(note);
        }
    }

    /// <returns>Whether somebody has looked after it now; false where there is no such note, or nothing to look after.</returns>
    internal async Task<bool> FinishAsync(CampaignId campaign, EntitlementId person, string key, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await FindAsync(campaign, person, key, cancellationToken) is not { FollowUpOn: { } day } note)
        {
            return false;
        }

        if (note.DoneAt is not null)
        {
            return true;
        }

        TableEntity done = new(campaign.Value, KeyOf(person, key)) { [nameof(Note.DoneBy)] = by, [nameof(Note.DoneAt)] = at };
        try
        {
            await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.UpdateMerge, done, ETag.All), new(TableTransactionActionType.Delete, FollowUpOf(campaign, note, day), ETag.All)], cancellationToken);
        }
        catch (RequestFailedException finished) when (finished.Status == 404)
        {
            // By somebody else, a moment ago.
        }

        return true;
    }

    /// <summary>Everything that was written down of a person, the earliest first.</summary>
    internal async Task<IReadOnlyList<Note>> ReadOfAsync(CampaignId campaign, EntitlementId person, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey gt {$"n:{person}:"} and RowKey lt {$"n:{person};"}");
        List<Note> notes = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(Read).ToListAsync(cancellationToken);
        return [.. notes.OrderBy(note => note.At)];
    }

    /// <summary>What somebody has to look after, the most urgent first.</summary>
    /// <param name="campaign">Whose.</param>
    /// <param name="from">The place to begin at, or null for the most urgent.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<FollowUpPage> ReadOpenAsync(CampaignId campaign, FollowUpPlace? from, int take, CancellationToken cancellationToken)
    {
        List<Note> open = [];
        await foreach (FollowUpPlace place in PlacesAsync(campaign, $"{FollowUpsPrefix}{from}", FollowUpsEnd, cancellationToken))
        {
            if (open.Count == take)
            {
                return new FollowUpPage(open, place.ToString());
            }

            if (await FindAsync(campaign, place.Person, place.Key, cancellationToken) is { } note)
            {
                open.Add(note);
            }
        }

        return new FollowUpPage(open, null);
    }

    /// <summary>How much somebody has to look after until the end of a day, up to a limit. No note is read.</summary>
    internal async Task<int> CountDueAsync(CampaignId campaign, DateOnly day, int most, CancellationToken cancellationToken) =>
        await PlacesAsync(campaign, FollowUpsPrefix, FollowUpsPrefix + FollowUpPlace.After(day), cancellationToken).Take(most).CountAsync(cancellationToken);

    private IAsyncEnumerable<FollowUpPlace> PlacesAsync(CampaignId campaign, string from, string before, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {from} and RowKey lt {before}"), select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken)
            .Select(row => FollowUpPlace.TryParse(row.RowKey[FollowUpsPrefix.Length..]) ?? throw new InvalidDataException("A follow-up stands at an unknown place."));

    /// <summary>Erases everything that was written down of a person, and the codes of his calls.</summary>
    internal async Task ForgetAsync(CampaignId campaign, EntitlementId person, CancellationToken cancellationToken)
    {
        IReadOnlyList<Note> written = await ReadOfAsync(campaign, person, cancellationToken);
        IEnumerable<string> keys =
        [
            .. written.Where(note => note is { FollowUpOn: not null, DoneAt: null }).Select(note => FollowUpOf(campaign, note, note.FollowUpOn!.Value).RowKey), .. written.Select(note => KeyOf(person, note.Key)), $"{CodesPrefix}{person}",
        ];
        foreach (string key in keys)
        {
            await _table.DeleteEntityAsync(campaign.Value, key, ETag.All, cancellationToken);
        }
    }

    /// <summary>Erases all notes and codes of a campaign, a hundred at a time. A repeat reads only what is left.</summary>
    /// <returns>How many rows there were.</returns>
    internal async Task<int> ForgetAllAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        await foreach (TableEntity[] some in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), select: s_keys, cancellationToken: cancellationToken).Chunk(RowsAtOnce))
        {
            await _table.TryDeleteAllAsync(some, cancellationToken);
            forgotten += some.Length;
        }

        return forgotten;
    }

    internal async Task<Note?> FindAsync(CampaignId campaign, EntitlementId person, string key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, KeyOf(person, key), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    private TableEntity RowOf(CampaignId campaign, Note note) => new(campaign.Value, KeyOf(note.Person, note.Key))
    {
        [nameof(Note.At)] = note.At,
        [nameof(Note.By)] = note.By,
        [nameof(Note.Outcome)] = note.Outcome.ToString(),
        [nameof(Note.Text)] = fields.Protect(note.Text),
        [nameof(Note.FollowUpOn)] = note.FollowUpOn?.ToString(DayFormat, CultureInfo.InvariantCulture),
    };

    private static TableEntity FollowUpOf(CampaignId campaign, Note note, DateOnly day) =>
        new(campaign.Value, $"{FollowUpsPrefix}{new FollowUpPlace(day, note.Person, note.Key)}");

    private Note Read(TableEntity row)
    {
        string[] key = row.RowKey.Split(':');
        return new Note(
            EntitlementId.Parse(key[1]), key[2], row.GetDateTimeOffset(nameof(Note.At))!.Value, row.GetString(nameof(Note.By))!,
            Enum.Parse<CallOutcome>(row.GetString(nameof(Note.Outcome))!), fields.UnprotectWords(row.GetString(nameof(Note.Text))!))
        {
            FollowUpOn = row.GetString(nameof(Note.FollowUpOn)) is { } day ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture) : null,
            DoneBy = row.GetString(nameof(Note.DoneBy)),
            DoneAt = row.GetDateTimeOffset(nameof(Note.DoneAt)),
        };
    }

    private static string KeyOf(EntitlementId person, string key) => $"n:{person}:{key}";
}
