using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Compensation.Emulators.Issuers;

/// <summary>The Amazon Incentives API's operations, with its sandbox's mock ids.</summary>
internal sealed partial class AmazonEndpoint(Book book, FaultGate faults, IssuersEmulatorOptions options)
{
    private const string Currency = "JPY";
    private const long AmountMax = 10_000_000;

    /// <summary>What the sandbox answers to these request ids.</summary>
    private static readonly Dictionary<string, string> s_mocks = new(StringComparer.Ordinal)
    {
        ["F1000"] = "InternalServiceError",
        ["F2000"] = "RequestBodyNull",
        ["F2001"] = "CardNumberInvalid",
        ["F2002"] = "PartnerIdInvalid",
        ["F2003"] = "AmountNull",
        ["F2004"] = "AmountNotPositive",
        ["F2005"] = "CurrencyCodeInvalid",
        ["F2010"] = "RequestIdMismatch",
        ["F2015"] = "MaxAmountExceeded",
        ["F2016"] = "CurrencyCodeMismatch",
        ["F2017"] = "FractionalAmountNotAllowed",
        ["F2047"] = "CancelRequestArrivedAfterTimeLimit",
        ["F3003"] = "InsufficientFunds",
        ["F3005"] = "AccountHasProblems",
        ["F3010"] = "CustomerSurpassedDailyVelocityLimit",
        ["F4000"] = "SystemTemporarilyUnavailable",
        ["F5000"] = "UnknownError",
    };

    private readonly Lock _gate = new();
    private (long Second, int Requests) _rate;

    public Task CreateAsync(HttpContext http) => AnswerAsync(http, body => Create(body));

    public Task CancelAsync(HttpContext http) => AnswerAsync(http, Cancel);

    public Task FundsAsync(HttpContext http) => AnswerAsync(http, body => PartnerFault(body) ?? Results.Json(new
    {
        availableFunds = new { amount = book.Funds ?? AmountMax, currencyCode = Currency },
        status = "SUCCESS",
        timestamp = options.Time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
    }));

    private Task AnswerAsync(HttpContext http, Func<JsonElement, IResult> judge) => faults.AnswerAsync(http, book, () => JudgeAsync(http, judge));

    private async Task<IResult> JudgeAsync(HttpContext http, Func<JsonElement, IResult> judge)
    {
        if (faults.TakeThrottle() is not null || !IsInPace())
        {
            book.Count(counts => counts with { Throttled = counts.Throttled + 1 });
            return Results.Json(new { __type = "ThrottlingException", message = "Rate exceeded" }, statusCode: StatusCodes.Status400BadRequest);
        }

        if (faults.TakeFailure() is { } status)
        {
            return Results.Text("<html>some gateway</html>", "text/html", statusCode: status);
        }

        using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (SignedRequest.FaultOf(http.Request, body.GetBuffer().AsSpan(0, (int)body.Length), options) is { } fault)
        {
            return Results.Json(new { errorCode = "F200", errorType = fault, status = "FAILURE" }, statusCode: StatusCodes.Status403Forbidden);
        }

        if (faults.TakeError() is { } error)
        {
            return Failure($"{error}0");
        }

        try
        {
            using JsonDocument asked = JsonDocument.Parse(body.ToArray());
            return judge(asked.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Failure("F2000");
        }
    }

    private IResult Create(JsonElement asked)
    {
        string id = asked.GetProperty("creationRequestId").GetString() ?? string.Empty;
        if (s_mocks.ContainsKey(id))
        {
            return Failure(id);
        }

        if (PartnerFault(asked) is { } fault)
        {
            return fault;
        }

        decimal amount = asked.GetProperty("value").GetProperty("amount").GetDecimal();
        string? wrong = id != "F0000" && (!RequestId().IsMatch(id) || !id.StartsWith(options.PartnerId, StringComparison.Ordinal)) ? "F2010"
            : asked.GetProperty("value").GetProperty("currencyCode").GetString() != Currency ? "F2005"
            : amount <= 0 ? "F2004"
            : !decimal.IsInteger(amount) ? "F2017"
            : amount > AmountMax ? "F2015"
            : null;
        return wrong is not null ? Failure(wrong) : book.Issue(Protocol.Amazon, id, string.Empty, string.Empty, (long)amount) switch
        {
            Outcome.Issued issued => Card(issued.Codes, "Fulfilled"),
            Outcome.NoFunds => Failure("F3003"),
            Outcome.TakenBack => Failure("F200", "GiftCardCancelled"),
            _ => Failure("F2010"),
        };
    }

    private IResult Cancel(JsonElement asked)
    {
        string id = asked.GetProperty("creationRequestId").GetString() ?? string.Empty;
        return PartnerFault(asked) ?? book.TakeBack(Protocol.Amazon, id, asked.GetProperty("gcId").GetString()) switch
        {
            Outcome.Issued issued => Results.Json(new { creationRequestId = id, gcId = issued.Codes.Reference, status = "SUCCESS" }),
            Outcome.TooLate => Failure("F2047"),
            _ => Failure("F2010"),
        };
    }

    private IResult? PartnerFault(JsonElement asked) => asked.GetProperty("partnerId").GetString() == options.PartnerId ? null : Failure("F2002");

    private static IResult Card(IssuedCodes codes, string status) => Results.Json(new
    {
        cardInfo = new { cardNumber = (string?)null, cardStatus = status, expirationDate = (string?)null, value = new { amount = (decimal)codes.Yen, currencyCode = Currency } },
        creationRequestId = codes.Key,
        gcClaimCode = codes.Code,
        gcExpirationDate = codes.At.UtcDateTime.AddYears(10).Date.AddSeconds(-1).AddDays(1).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture),
        gcId = codes.Reference,
        status = "SUCCESS",
    });

    /// <param name="id">A mock id, whose first letters are the error's code.</param>
    private static IResult Failure(string id) => Failure($"{id[..2]}00", s_mocks[MockOf(id)]);

    private static IResult Failure(string code, string type) => Results.Json(
        new { errorCode = code, errorType = type, message = "emulated", status = code == "F400" ? "RESEND" : "FAILURE" },
        statusCode: code switch { "F100" or "F500" => StatusCodes.Status500InternalServerError, "F400" => StatusCodes.Status503ServiceUnavailable, _ => StatusCodes.Status400BadRequest });

    private static string MockOf(string id) => s_mocks.ContainsKey(id) ? id : s_mocks.Keys.First(mock => mock.StartsWith(id[..2], StringComparison.Ordinal));

    private bool IsInPace()
    {
        lock (_gate)
        {
            long second = options.Time.GetUtcNow().ToUnixTimeSeconds();
            _rate = _rate.Second == second ? (second, _rate.Requests + 1) : (second, 1);
            return options.RequestsPerSecond == 0 || _rate.Requests <= options.RequestsPerSecond;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestId();
}
