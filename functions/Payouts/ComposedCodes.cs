using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>
/// Makes an amount up of several codes, where no single one covers it. Of which values is written down first, in the row that a single code would be taken under,
/// so that a person has either the one or the other; then each is taken like any code. Whoever repeats it goes on where it stopped.
/// </summary>
public sealed class ComposedCodes(TableServiceClient tables, CodeStock stock, TimeProvider time)
{
    /// <summary>
    /// People look at their waiting pages again and again; the stock is not read anew for each look. What is known may be gone: taking it shows. That there is nothing is
    /// believed for as long as nothing has come in, at whatever instance.
    /// </summary>
    private static readonly TimeSpan CountsLast = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(CampaignId Campaign, string Product), Counted> _counts = [];

    private readonly TableClient _table = tables.GetTableClient(CodeStock.TableName);

    /// <returns>All of them; null where the amount cannot be made up for now.</returns>
    public async Task<IReadOnlyList<TakenCode>?> TakeAsync(IssueRequest request, int atMost, CancellationToken cancellationToken)
    {
        HashSet<Yen> without = [];
        while (true)
        {
            CodeRow? plan = await FindPlanAsync(request, cancellationToken) ?? await TryPlanAsync(request, new CodeRow(), [], without, atMost, cancellationToken);
            if (plan is null)
            {
                return null;
            }

            IReadOnlyList<Yen> values = plan.ReadParts();
            List<TakenCode> taken = [];
            while (taken.Count < values.Count && await stock.TakePartAsync(request, values[taken.Count], taken.Count, cancellationToken) is { } part)
            {
                taken.Add(part);
            }

            if (taken.Count == values.Count)
            {
                return taken;
            }

            // Others have emptied a shelf in between, or what lies there cannot be read: what is taken stays, the rest is made up anew, of other values.
            without.Add(values[taken.Count]);
            if (await TryPlanAsync(request, plan, [.. values.Take(taken.Count)], without, atMost, cancellationToken) is null)
            {
                return null;
            }
        }
    }

    /// <summary>What was taken for this request; null where the amount was not made up of several codes, or not all of them are there.</summary>
    public async Task<IReadOnlyList<TakenCode>?> FindTakenAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        if (await FindPlanAsync(request, cancellationToken) is not { } plan)
        {
            return null;
        }

        TakenCode?[] parts = await Task.WhenAll(plan.ReadParts().Select((value, part) => stock.FindPartAsync(request, value, part, cancellationToken)));
        return parts.Contains(null) ? null : [.. parts.OfType<TakenCode>()];
    }

    /// <summary>Of which values this request's amount is made up; none where it is not.</summary>
    internal async Task<IReadOnlyList<Yen>> ValuesOfAsync(IssueRequest request, CancellationToken cancellationToken) => (await FindPlanAsync(request, cancellationToken))?.ReadParts() ?? [];

    /// <summary>Puts all of them back on their shelves, and forgets that the amount was made up.</summary>
    /// <returns>False where somebody else moved one in the same moment.</returns>
    public async Task<bool> PutBackAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        if (await FindPlanAsync(request, cancellationToken) is not { } plan)
        {
            return true;
        }

        foreach ((int part, Yen value) in plan.ReadParts().Index())
        {
            if (!await stock.PutBackAsync(request.Shelf with { Value = value }, CodeRow.TakenKey(request.Entitlement, part), cancellationToken))
            {
                return false;
            }
        }

        return await _table.TrySubmitAsync([new(TableTransactionActionType.Delete, plan, plan.ETag)], cancellationToken);
    }

    private async Task<CodeRow?> FindPlanAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        NullableResponse<CodeRow> row = await _table.GetEntityIfExistsAsync<CodeRow>(request.Shelf.PartitionKey, CodeRow.TakenKey(request.Entitlement), cancellationToken: cancellationToken);
        return row is { HasValue: true, Value.IsPlan: true } ? row.Value : null;
    }

    /// <returns>The plan as it stands now, ours or a parallel attempt's; null where there is no way to make the amount up.</returns>
    private async Task<CodeRow?> TryPlanAsync(IssueRequest request, CodeRow before, IReadOnlyList<Yen> taken, IReadOnlySet<Yen> without, int atMost, CancellationToken cancellationToken)
    {
        Yen missing = taken.Aggregate(request.Value, (left, part) => left - part);
        if (await ComposeAsync(request, missing, without, atMost - taken.Count, mustBeFresh: before.Parts is not null, cancellationToken) is not { } rest)
        {
            return null;
        }

        CodeRow plan = CodeRow.Plan(request, [.. taken, .. rest]);
        try
        {
            Response written = taken.Count == 0 && before.Parts is null
                ? await _table.AddEntityAsync(plan, cancellationToken)
                : await _table.UpdateEntityAsync(plan, before.ETag, TableUpdateMode.Replace, cancellationToken);
            plan.ETag = written.Headers.ETag!.Value;
            return plan;
        }
        catch (RequestFailedException raced) when (raced.Status is 409 or 412)
        {
            return await FindPlanAsync(request, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Yen>?> ComposeAsync(IssueRequest request, Yen missing, IReadOnlySet<Yen> without, int atMost, bool mustBeFresh, CancellationToken cancellationToken)
    {
        if (!mustBeFresh && _counts.GetValueOrDefault((request.Campaign, request.Product)) is { } known && time.GetElapsedTime(known.ReadAt) < CountsLast)
        {
            IReadOnlyList<Yen>? rest = Composition.Of(missing, Without(known.Free, without), atMost);
            if (rest is not null || known.Arrival == await stock.LastArrivalAsync(request.Campaign, request.Product, cancellationToken))
            {
                return rest;
            }
        }

        return Composition.Of(missing, Without((await CountAsync(request, cancellationToken)).Free, without), atMost);
    }

    private static IReadOnlyDictionary<Yen, int> Without(IReadOnlyDictionary<Yen, int> free, IReadOnlySet<Yen> values) =>
        values.Count == 0 ? free : free.Where(value => !values.Contains(value.Key)).ToDictionary();

    /// <summary>The arrival first: what comes in while the codes are counted is another one.</summary>
    private async Task<Counted> CountAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        long readAt = time.GetTimestamp();
        string arrival = await stock.LastArrivalAsync(request.Campaign, request.Product, cancellationToken);
        Counted counted = new(readAt, arrival, await stock.CountFreeAsync(request.Campaign, request.Product, cancellationToken));
        return _counts[(request.Campaign, request.Product)] = counted;
    }

    private sealed record Counted(long ReadAt, string Arrival, IReadOnlyDictionary<Yen, int> Free);
}
