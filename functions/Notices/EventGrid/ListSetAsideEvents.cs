using Compensation.Common.Http;
using Compensation.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Notices.EventGrid;

/// <summary>The operators' list of events that could not be understood, the newest first.</summary>
public sealed class ListSetAsideEvents(SetAsideEvents events)
{
    private const int PageSize = 100;

    [Function(nameof(ListSetAsideEvents))]
    [ApiOperation("Delivery events that could not be understood, the newest first.", Answer = typeof(SetAsidePage), Query = ["from"])]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "providers/event-grid/set-aside")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!NewestFirst.TryReadPlace(request, out string? from, out IResult? fault))
        {
            return fault;
        }

        IReadOnlyList<SetAsideEvent> found = await events.ReadPageAsync(from, PageSize + 1, cancellationToken);
        return JsonBody.Answer(found.Count > PageSize ? new SetAsidePage([.. found.Take(PageSize)], found[PageSize].Id) : new SetAsidePage(found, null));
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Events">Those found, the newest first.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record SetAsidePage(IReadOnlyList<SetAsideEvent> Events, string? Next);
