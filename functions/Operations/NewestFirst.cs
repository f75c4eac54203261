using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;

namespace Compensation.Operations;

/// <summary>A list whose newest row comes first: its row keys, and the query parameter <c>from</c> that goes on in it. One for each list of a process.</summary>
public sealed class NewestFirst
{
    private const int DigitCount = 19;
    private const int DrawnCount = 8;

    private long _last;

    /// <summary>The key of the next row. Rows of one process stand in the order in which they were asked for, within one tick of the clock too, and where it is set back.</summary>
    /// <returns>Digits that fall as time goes on, and drawn characters that keep rows of several processes apart.</returns>
    public string KeyOf(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - TicksOf(at):d19}:{Guid.NewGuid().ToString("n")[..DrawnCount]}");

    /// <param name="request">Whose query may hold <c>from</c>.</param>
    /// <param name="from">Where to begin; null at the newest.</param>
    /// <param name="fault">What is wrong with it, as an answer.</param>
    public static bool TryReadPlace(HttpRequest request, out string? from, [NotNullWhen(false)] out IResult? fault)
    {
        from = request.Query["from"].FirstOrDefault();
        fault = from is null || IsPlace(from) ? null : JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        return fault is null;
    }

    /// <summary>Where rows begin that are older than an instant.</summary>
    public static string OlderThan(DateTimeOffset instant) => string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - instant.UtcTicks + 1:d19}");

    private long TicksOf(DateTimeOffset at)
    {
        while (true)
        {
            long last = Volatile.Read(ref _last);
            long next = Math.Max(at.UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Whether a text can be a row's key.</summary>
    public static bool IsPlace(string text) =>
        text.Length == DigitCount + 1 + DrawnCount
        && text[DigitCount] == ':'
        && text.AsSpan(0, DigitCount).IndexOfAnyExceptInRange('0', '9') < 0
        && text.AsSpan(DigitCount + 1).IndexOfAnyExcept("0123456789abcdef") < 0;
}
