using System.CommandLine;
using System.Globalization;
using System.Text;
using Compensation.Bench.Receipts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Bench.Applications;

/// <summary>
/// What one would write in an afternoon: a page with a form, whose POST writes one row into SQLite and leads to the page again. Nothing is encrypted, checked or proved.
/// Its file is kept as the app's is: a write-ahead log, and rows that survive the process.
/// </summary>
internal static class BareFormCommand
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("""
        <!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>申請</title></head><body><main><h1>氏名</h1>
        <form method="post"><label>姓 <input name="family"></label><label>名 <input name="given"></label><button>次へ</button></form></main></body></html>
        """);

    public static Command Command()
    {
        Option<int> port = new("--port") { Description = "On 127.0.0.1.", Required = true };
        Option<string> file = new("--file") { Description = "Where its rows go.", Required = true };
        Command command = new("form", "Serves the bare form and the bare receipt page that the benchmarks compare with.") { port, file };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), parsed.GetValue(file)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int port, string file, CancellationToken cancellationToken)
    {
        await using Rows rows = Rows.Open(file);
        using BareReceipt receipts = BareReceipt.Open(Path.ChangeExtension(file, "receipts.db"));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using WebApplication app = builder.Build();
        app.MapGet("/form", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.Body.WriteAsync(Page, http.RequestAborted);
        });
        app.MapPost("/form", async (HttpContext http) =>
        {
            IFormCollection form = await http.Request.ReadFormAsync(http.RequestAborted);
            rows.Add(form["family"].ToString(), form["given"].ToString());
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = "form";
        });
        app.MapGet("/count", () => rows.Count.ToString(CultureInfo.InvariantCulture));
        receipts.Map(app);
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>One connection, which requests use in turn: with several, SQLite's writers would wait for each other longer.</summary>
    private sealed class Rows : IAsyncDisposable
    {
        private readonly Lock _turn = new();
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;

        private Rows(SqliteConnection connection)
        {
            _connection = connection;
            _insert = connection.CreateCommand();
            _insert.CommandText = "INSERT INTO answers (family, given) VALUES ($family, $given)";
            _insert.Parameters.Add("$family", SqliteType.Text);
            _insert.Parameters.Add("$given", SqliteType.Text);
            _insert.Prepare();
        }

        public long Count { get; private set; }

        public static Rows Open(string file)
        {
            SQLitePCL.Batteries_V2.Init();
            SqliteConnection connection = new($"Data Source={file}");
            connection.Open();
            using SqliteCommand prepare = connection.CreateCommand();
            prepare.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE answers (id INTEGER PRIMARY KEY, family TEXT NOT NULL, given TEXT NOT NULL);";
            prepare.ExecuteNonQuery();
            return new Rows(connection);
        }

        public void Add(string family, string given)
        {
            lock (_turn)
            {
                _insert.Parameters[0].Value = family;
                _insert.Parameters[1].Value = given;
                Count += _insert.ExecuteNonQuery();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _insert.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
