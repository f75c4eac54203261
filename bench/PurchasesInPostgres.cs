using System.Globalization;
using Compensation.Bench.Sending;
using Npgsql;

namespace Compensation.Bench;

/// <summary>What one would do by hand: <c>COPY</c> of a WESTER file into a keyed table, and one statement that computes. No encryption, no checks, no corrections.</summary>
internal static class PurchasesInPostgres
{
    private const string Table = """
        CREATE TABLE purchases (
            transaction_id text, revision bigint, member_id text, service text, facility text, kind text,
            purchased_on date, booked_on date, boarded_on date, departed_on date, shipped_on date, used_on date,
            amount bigint, base_points bigint, exclusions text, linked_app boolean, facility_member boolean, status text,
            PRIMARY KEY (member_id, transaction_id));
        CREATE TABLE points (member_id text PRIMARY KEY, points bigint)
        """;

    private const string Compute = """
        INSERT INTO points
        SELECT member_id, sum(least(amount / 5,
            CASE WHEN service = 'trains' THEN base_points * 4
                 WHEN linked_app IS FALSE THEN 0
                 WHEN kind = 'per220' OR facility_member IS FALSE THEN amount * 4 / 220
                 ELSE amount * 4 / 110 END))
        FROM purchases
        WHERE status IN ('completed', 'corrected') AND exclusions IS NULL
            AND CASE service WHEN 'shops' THEN purchased_on WHEN 'trains' THEN boarded_on WHEN 'travelAgencyShop' THEN booked_on
                WHEN 'travelAgencyWeb' THEN departed_on WHEN 'mall' THEN shipped_on ELSE used_on END BETWEEN '2023-10-01' AND '2023-10-31'
        GROUP BY member_id
        """;

    /// <summary>Says that it is left out where there is no PostgreSQL.</summary>
    public static async Task MeasureAsync(string folder, string file, int transactions, CancellationToken cancellationToken)
    {
        try
        {
            await using PostgresServer server = await PostgresServer.StartAsync(folder, cancellationToken);
            await using NpgsqlConnection connection = new(server.DotNetConnection);
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(connection, Table, cancellationToken);
            await Stage.MeasureAsync("PostgreSQL: COPY", transactions, () => CopyAsync(connection, file, cancellationToken));
            await Stage.MeasureAsync("PostgreSQL: compute", transactions, () => ExecuteAsync(connection, Compute, cancellationToken));
            await using NpgsqlCommand sum = new("SELECT sum(points)::bigint FROM points", connection);
            object? points = await sum.ExecuteScalarAsync(cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"PostgreSQL: points",-22} {points,14:N0}"));
        }
        catch (MissingToolException missing)
        {
            Console.WriteLine($"Without PostgreSQL beside it: {missing.Message}");
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string file, CancellationToken cancellationToken)
    {
        using StreamReader csv = new(file);
        await using TextWriter copy = await connection.BeginTextImportAsync("COPY purchases FROM STDIN (FORMAT csv, HEADER)", cancellationToken);
        char[] buffer = new char[1 << 16];
        while (await csv.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
