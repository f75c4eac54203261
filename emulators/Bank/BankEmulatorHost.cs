using System.Globalization;
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
        EmulatorServer.MakeForOwner(options.DataFolder);
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
        WebApplication app = EmulatorServer.NewBuilder(options.Port, LargestFile).Build();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/emulator", StringComparison.OrdinalIgnoreCase) || http.Request.Headers.Authorization == $"Bearer {options.ApiKey}" ? next(http) : Results.Json(new { code = "unauthorized" }, statusCode: 401).ExecuteAsync(http));
        app.GiveNoAnswerWithoutStorage(options.StorageFailed is { } failed ? failure => failed(options.DataFolder, failure.Message) : null);
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
}
