using System.Globalization;
using System.Net;
using System.Text;
using Compensation.Emulators.Bank.Books;

namespace Compensation.Emulators.Bank;

/// <summary>A stand-in for a bank's door for firms: takes 総合振込, pays or sends back on its business days, and says so in files.</summary>
public sealed class BankEmulatorHost : IAsyncDisposable
{
    private const int LargestFile = 64 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly BankBooks _books;
    private readonly FileStream _held;

    private BankEmulatorHost(WebApplication app, BankBooks books, FileStream held, string apiKey)
    {
        (_app, _books, _held, ApiKey) = (app, books, held, apiKey);
        BaseAddress = new Uri(app.Urls.First() + "/");
    }

    /// <summary>For example <c>http://127.0.0.1:5303/</c>.</summary>
    public Uri BaseAddress { get; }

    public string ApiKey { get; }

    /// <summary>All files that were accepted, those of earlier runs over the same folder included.</summary>
    public IReadOnlyList<AcceptedFile> Files => _books.Files;

    /// <summary>All payments, what will still become of them included.</summary>
    public IReadOnlyList<Payment> Payments => _books.Payments;

    /// <summary>Starts over the given folder, going on with whatever an earlier run left there.</summary>
    /// <exception cref="IOException">The folder is in use by another emulator, or the port is taken.</exception>
    public static async Task<BankEmulatorHost> StartAsync(BankEmulatorOptions options, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(options.DataFolder);
        FileStream held = new(Path.Combine(options.DataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            BankBooks books = new(Path.Combine(options.DataFolder, "files"), options.Time, options.MaxBytes);
            WebApplication app = Build(options, books);
            await app.StartAsync(cancellationToken);
            return new BankEmulatorHost(app, books, held, options.ApiKey);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _held.DisposeAsync();
    }

    private static WebApplication Build(BankEmulatorOptions options, BankBooks books)
    {
        // Empty, so that settings and environment of the process it lives in have no say.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestFile;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        WebApplication app = builder.Build();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/emulator", StringComparison.OrdinalIgnoreCase) || http.Request.Headers.Authorization == $"Bearer {options.ApiKey}" ? next(http) : Results.Json(new { code = "unauthorized" }, statusCode: 401).ExecuteAsync(http));
        if (options.StorageFailed is { } failed)
        {
            app.Use((http, next) => NoAnswerWithoutStorageAsync(http, next, failure => failed(options.DataFolder, failure.Message)));
        }

        Answers answers = new(books, options.Time);
        app.MapPost("/transfers", (HttpRequest request) => AcceptAsync(books, request));
        app.MapGet("/transfers/{reference}", (string reference) => books.Find(reference) is { } payment ? Results.Json(View(payment)) : Results.NotFound());
        app.MapGet("/results/{day}", (string day) => FileOf(day, answers.Results));
        app.MapGet("/statement/{day}", (string day) => FileOf(day, answers.Statement));
        app.MapGet("/emulator/files", () => Results.Json(books.Files));
        app.MapGet("/emulator/payments", () => Results.Json(books.Payments.Select(View)));
        return app;
    }

    private static async Task<IResult> AcceptAsync(BankBooks books, HttpRequest request)
    {
        using MemoryStream bytes = new();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        (AcceptedFile? file, bool isNew, IReadOnlyList<string> faults) = books.Accept(bytes.ToArray());
        return file is null
            ? Results.Json(new { code = "refused", faults }, statusCode: StatusCodes.Status422UnprocessableEntity)
            : Results.Json(new { file.Number, file.PayOn, file.Payments, file.Yen }, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static IResult FileOf(string day, Func<DateOnly, string?> file) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly of) && file(of) is { } csv
            ? Results.Bytes(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8")
            : Results.NotFound();

    private static object View(Payment payment) => new
    {
        payment.Order.Reference,
        payment.Order.Account,
        payment.Order.Yen,
        payment.File,
        payment.PaidOn,
        payment.ReturnedOn,
        payment.Reason,
    };

    /// <summary>Whoever hands in what could not be kept hears nothing, as if the machine had died: no answer could be true.</summary>
    private static async Task NoAnswerWithoutStorageAsync(HttpContext http, RequestDelegate next, Action<IOException> failed)
    {
        try
        {
            await next(http);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            failed(failure);
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Signals belong to the process, not to a server inside it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
