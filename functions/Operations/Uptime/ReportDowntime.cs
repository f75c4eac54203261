using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Uptime;

/// <summary><c>POST uptime/down</c>: an outside probe says in which minutes nobody could reach the app, once it reaches it again. The same minutes again change nothing.</summary>
public sealed class ReportDowntime(UptimeStore uptime, TimeProvider time)
{
    private const int SpansMax = 100;

    /// <summary>What a probe has kept for longer is of no deadline that can still be extended.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromDays(7);

    [Function(nameof(ReportDowntime))]
    [ApiOperation("Takes from an outside probe the minutes in which it could not reach the app. They count as down, beside those without a heartbeat.", Body = typeof(DowntimeReport), Answer = typeof(DowntimeTaken))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "uptime/down")] HttpRequest request, CancellationToken cancellationToken)
    {
        (DowntimeReport? report, IResult? fault) = await JsonBody.ReadAsync<DowntimeReport>(request, cancellationToken);
        if (report is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, report.By) is null)
        {
            return JsonBody.Fault("by: is missing; expected the probe's name, 1 to 100 characters on one line");
        }

        string[] faults = [.. FaultsOf(report, time.GetUtcNow())];
        if (faults.Length > 0)
        {
            return JsonBody.Fault(string.Join('\n', faults));
        }

        DateTimeOffset[] minutes = [.. report.Down.SelectMany(span => MinutesOf(span)).Distinct()];
        await uptime.AddDownAsync(minutes, cancellationToken);
        return JsonBody.Answer(new DowntimeTaken(minutes.Length));
    }

    private static IEnumerable<DateTimeOffset> MinutesOf(DownSpan span) => Enumerable.Range(0, (int)(span.Until - span.From).TotalMinutes).Select(minute => span.From.ToUniversalTime().AddMinutes(minute));

    private static IEnumerable<string> FaultsOf(DowntimeReport report, DateTimeOffset now)
    {
        if (report.Down.Count is < 1 or > SpansMax)
        {
            yield return $"down: holds {report.Down.Count}; expected 1 to {SpansMax}";
            yield break;
        }

        foreach ((int index, DownSpan span) in report.Down.Index())
        {
            if (!IsMinute(span.From) || !IsMinute(span.Until))
            {
                yield return $"down[{index}]: expected whole minutes, such as 2023-05-31T22:05";
            }
            else if (span.From >= span.Until || span.Until > now || span.From < now - s_atMost)
            {
                yield return $"down[{index}]: expected from before until, until no later than now, and from within the last {s_atMost.Days} days; now it is {JapanTime.Stated(now)}";
            }
        }
    }

    private static bool IsMinute(DateTimeOffset instant) => instant.Ticks % TimeSpan.TicksPerMinute == 0;
}

/// <summary>When a probe could not reach the app.</summary>
/// <param name="Down">1 to 100 spans of whole minutes.</param>
public sealed record DowntimeReport(IReadOnlyList<DownSpan> Down)
{
    /// <summary>The probe's name, unless somebody is signed in.</summary>
    public string? By { get; init; }
}

/// <summary>From one minute up to another.</summary>
/// <param name="From">The first minute; without an offset Japan's time.</param>
/// <param name="Until">The exclusive end; likewise.</param>
public sealed record DownSpan(DateTimeOffset From, DateTimeOffset Until);

/// <summary>What was taken.</summary>
/// <param name="Minutes">How many different minutes the report named.</param>
public sealed record DowntimeTaken(int Minutes);
