namespace Compensation.Emulators;

/// <summary>What programs ask of an emulator itself, under <c>/emulator</c>. Compiled into each.</summary>
internal static class EmulatorRoutes
{
    private const int LargestPage = 10_000;

    /// <summary>What goes wrong: looked at with GET, exchanged with PUT.</summary>
    /// <param name="app">The server.</param>
    /// <param name="current">The faults as they stand, with what is left of their counts.</param>
    /// <param name="set">Has others go wrong from the next request on.</param>
    /// <param name="problem">Why these cannot be; null where they can.</param>
    public static void MapFaults<T>(this WebApplication app, Func<T> current, Action<T> set, Func<T, string?> problem)
    {
        app.MapGet("/emulator/faults", () => Results.Json(current()));
        Func<T, IResult> exchange = wanted =>
        {
            if (problem(wanted) is { } fault)
            {
                return Refusal(fault);
            }

            set(wanted);
            return Results.Json(wanted);
        };
        app.MapPut("/emulator/faults", exchange);
    }

    /// <summary>All that happened in order, so many at a time: <c>?after=</c> the last one's number, <c>&amp;take=</c>.</summary>
    public static void MapBook<T>(this WebApplication app, string name, Func<long, int, IReadOnlyList<T>> read) =>
        app.MapGet($"/emulator/{name}", (long after = 0, int take = 1_000) => after < 0 || take is < 1 or > LargestPage
            ? Refusal($"after must not be negative, take must be from 1 to {LargestPage}.")
            : Results.Json(read(after, take)));

    /// <summary>What was asked cannot be.</summary>
    public static IResult Refusal(string error) => Results.Json(new { error }, statusCode: StatusCodes.Status400BadRequest);
}
