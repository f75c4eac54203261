using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Operations.Alarms;

/// <summary>The operators' list of alarms, the newest first.</summary>
public sealed class ListAlarms(AlarmList alarms)
{
    private const int PageSize = 200;

    [Function(nameof(ListAlarms))]
    [ApiOperation("What has wanted a person, the newest first.", Answer = typeof(AlarmPage), Query = ["from"])]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "alarms")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!NewestFirst.TryReadPlace(request, out string? from, out IResult? fault))
        {
            return fault;
        }

        IReadOnlyList<Alarm> found = await alarms.ReadPageAsync(from, PageSize + 1, cancellationToken);
        return JsonBody.Answer(found.Count > PageSize ? new AlarmPage([.. found.Take(PageSize)], found[PageSize].Id) : new AlarmPage(found, null));
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Alarms">Those found, the newest first.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record AlarmPage(IReadOnlyList<Alarm> Alarms, string? Next);
