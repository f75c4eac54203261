using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Compensation.Bench.Sending;

/// <summary>
/// What a good team writes by hand: an outbox table in PostgreSQL, claimed a hundred rows at a time with SKIP LOCKED and recorded a hundred at a time.
/// Claiming, sending and recording overlap, so that the requests that may be open are open. The row's own id is the request id, so a repeat is recognised.
/// </summary>
internal sealed class Outbox(WorkerOrder order) : IContestant
{
    private const int Batch = 100;
    private const int Claimers = 2;
    private const int Recorders = 2;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS outbox (
            id bigint PRIMARY KEY, request_id uuid NOT NULL, state smallint NOT NULL DEFAULT 0, claimed_at timestamptz, message_id text, settled_at timestamptz);
        CREATE INDEX IF NOT EXISTS outbox_open ON outbox (id) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS outbox_claimed ON outbox (claimed_at) WHERE state = 1;
        """;

    private const string Claim = """
        UPDATE outbox SET state = 1, claimed_at = now()
        WHERE id = ANY (ARRAY (SELECT id FROM outbox WHERE state = 0 ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED))
        RETURNING id, request_id
        """;

    /// <summary>A claim is left to its holder for 30 seconds, longer than a batch takes.</summary>
    private const string ClaimAbandoned = """
        UPDATE outbox SET claimed_at = now()
        WHERE id = ANY (ARRAY (SELECT id FROM outbox WHERE state = 1 AND claimed_at < now() - interval '30 seconds' LIMIT 100 FOR UPDATE SKIP LOCKED))
        RETURNING id, request_id
        """;

    /// <summary>What a process before this one claimed, whose lease has not run out.</summary>
    private const string Left = "SELECT EXISTS (SELECT FROM outbox WHERE state = 1 AND claimed_at < $1)";

    private const string Record = """
        UPDATE outbox SET state = 2, message_id = done.message_id, settled_at = now()
        FROM unnest($1::bigint[], $2::text[]) AS done (id, message_id) WHERE outbox.id = done.id
        """;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(order.Store);
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = order.Concurrency }) { BaseAddress = order.Provider };
    private readonly string _firstSent = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
    private readonly Channel<Row> _claimed = Channel.CreateBounded<Row>(2 * Batch);
    private readonly Channel<Sent> _sent = Channel.CreateBounded<Sent>(8 * Batch);

    public long? StorageRequests => null;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand create = _database.CreateCommand(Schema);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task EnqueueAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancellationToken);
        await CopyAsync(connection, cancellationToken);
        // Without statistics the planner would read the whole table for each claim.
        await using NpgsqlCommand analyze = new("VACUUM ANALYZE outbox", connection);
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Task claiming = Task.WhenAll(Enumerable.Range(0, Claimers).Select(_ => ClaimAsync(cancellationToken)));
        Task sending = Task.WhenAll(Enumerable.Range(0, order.Concurrency).Select(_ => SendAsync(cancellationToken)));
        Task recording = Task.WhenAll(Enumerable.Range(0, Recorders).Select(_ => RecordAsync(cancellationToken)));
        await claiming;
        _claimed.Writer.Complete();
        await sending;
        _sent.Writer.Complete();
        await recording;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _database.DisposeAsync();
    }

    private async Task CopyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY outbox (id, request_id) FROM STDIN (FORMAT BINARY)", cancellationToken);
        for (int index = 0; index < order.Recipients; index++)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync((long)index, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancellationToken);
        await using NpgsqlCommand claim = await PreparedAsync(connection, Claim, cancellationToken);
        await using NpgsqlCommand claimAbandoned = await PreparedAsync(connection, ClaimAbandoned, cancellationToken);
        await using NpgsqlCommand left = await PreparedAsync(
            connection, Left, cancellationToken, new NpgsqlParameter<DateTime> { TypedValue = TimeProvider.System.GetUtcNow().UtcDateTime });
        while (true)
        {
            if (await TakeAsync(claim, cancellationToken) || await TakeAsync(claimAbandoned, cancellationToken))
            {
                continue;
            }

            if (!(bool)(await left.ExecuteScalarAsync(cancellationToken))!)
            {
                return;
            }

            await Task.Delay(LookAgain, cancellationToken);
        }
    }

    private async Task<bool> TakeAsync(NpgsqlCommand claim, CancellationToken cancellationToken)
    {
        List<Row> rows = new(Batch);
        await using (NpgsqlDataReader reader = await claim.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new Row(reader.GetInt64(0), reader.GetGuid(1)));
            }
        }

        foreach (Row row in rows)
        {
            await _claimed.Writer.WriteAsync(row, cancellationToken);
        }

        return rows.Count > 0;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (Row row in _claimed.Reader.ReadAllAsync(cancellationToken))
        {
            using ByteArrayContent body = new(Encoding.UTF8.GetBytes(Recipients.BodyFor((int)row.Id, row.RequestId, _firstSent)));
            body.Headers.ContentType = Json;
            using HttpResponseMessage answer = await _http.PostAsync("sms?api-version=2021-03-07", body, cancellationToken);
            using JsonDocument result = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            JsonElement recipient = result.RootElement.GetProperty("value")[0];
            if (answer.StatusCode != HttpStatusCode.Accepted || !recipient.GetProperty("successful").GetBoolean())
            {
                throw new InvalidOperationException($"The provider answered {(int)answer.StatusCode}.");
            }

            await _sent.Writer.WriteAsync(new Sent(row.Id, recipient.GetProperty("messageId").GetString()!), cancellationToken);
        }
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancellationToken);
        NpgsqlParameter<long[]> ids = new() { TypedValue = [] };
        NpgsqlParameter<string[]> messageIds = new() { TypedValue = [] };
        await using NpgsqlCommand record = await PreparedAsync(connection, Record, cancellationToken, ids, messageIds);
        while (await _sent.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_sent.Reader.Count < Batch && !_sent.Reader.Completion.IsCompleted)
            {
                await Task.Delay(Linger, cancellationToken);
            }

            List<Sent> batch = new(Batch);
            while (batch.Count < Batch && _sent.Reader.TryRead(out Sent sent))
            {
                batch.Add(sent);
            }

            ids.TypedValue = [.. batch.Select(sent => sent.Id)];
            messageIds.TypedValue = [.. batch.Select(sent => sent.MessageId)];
            await record.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<NpgsqlCommand> PreparedAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        NpgsqlCommand command = new(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    private readonly record struct Row(long Id, Guid RequestId);

    private readonly record struct Sent(long Id, string MessageId);
}
