using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;

namespace Compensation.Bench.Receipts;

/// <summary>
/// What one would write in an afternoon: a page that reads one SQLite row, and a POST that writes one and leads back to the page. No link is checked, nothing is encrypted, no code is handed out.
/// </summary>
internal sealed class BareReceipt : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;

    private BareReceipt(SqliteConnection connection)
    {
        _connection = connection;
        _read = Prepare("SELECT product FROM receipts WHERE id = $id");
        _read.Parameters.Add("$id", SqliteType.Integer);
        _write = Prepare("INSERT INTO receipts (id, product) VALUES ($id, $product) ON CONFLICT (id) DO UPDATE SET product = excluded.product");
        _write.Parameters.Add("$id", SqliteType.Integer);
        _write.Parameters.Add("$product", SqliteType.Text);
    }

    /// <summary>Its file is kept as the app's is: a write-ahead log, and rows that survive the process.</summary>
    public static BareReceipt Open(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        SqliteConnection connection = new($"Data Source={file}");
        connection.Open();
        using SqliteCommand prepare = connection.CreateCommand();
        prepare.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE receipts (id INTEGER PRIMARY KEY, product TEXT NOT NULL);";
        prepare.ExecuteNonQuery();
        return new BareReceipt(connection);
    }

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/receipt/{id:long}", async (HttpContext http, long id) =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(PageOf(Read(id))), http.RequestAborted);
        });
        app.MapPost("/receipt/{id:long}", async (HttpContext http, long id) =>
        {
            IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
            Write(id, form["product"].ToString());
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = id.ToString(CultureInfo.InvariantCulture);
        });
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
        _connection.Dispose();
    }

    private static string PageOf(string? product) => $"""
        <!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>受取</title></head><body><main><h1>3,000円分</h1><p>{product}</p>
        <form method="post"><label><input type="radio" name="product" value="amazon">Amazon</label><button>受け取る</button></form></main></body></html>
        """;

    private SqliteCommand Prepare(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private string? Read(long id)
    {
        lock (_turn)
        {
            _read.Parameters[0].Value = id;
            return (string?)_read.ExecuteScalar();
        }
    }

    private void Write(long id, string product)
    {
        lock (_turn)
        {
            _write.Parameters[0].Value = id;
            _write.Parameters[1].Value = product;
            _write.ExecuteNonQuery();
        }
    }
}
