using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Notices;

/// <summary>Who is not written to, and why. Addresses are masked: the list does not hold them.</summary>
public sealed class ListSuppressions(SuppressionList list)
{
    private const int PageSize = 500;

    [Function(nameof(ListSuppressions))]
    [ApiOperation("Numbers and addresses that are not written to, masked, with who put them there and why.", Answer = typeof(SuppressionPage), Query = ["from"])]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "suppressions")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? from = request.Query["from"].FirstOrDefault();
        if (from is not null && (from.Length != 32 || !from.All(char.IsAsciiHexDigitLower)))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        (IReadOnlyList<SuppressedAddress> page, string? next) = await list.ReadPageAsync(from, PageSize, cancellationToken);
        return JsonBody.Answer(new SuppressionPage(page, next));
    }
}

/// <summary>A part of the list.</summary>
/// <param name="Suppressions">Those found, in no order.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record SuppressionPage(IReadOnlyList<SuppressedAddress> Suppressions, string? Next);

/// <summary>An address that is not written to.</summary>
/// <param name="Address">Masked: <c>+8190…78</c>, <c>t…@docomo.ne.jp</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who put it there.</param>
/// <param name="At">When, UTC.</param>
public sealed record SuppressedAddress(string Address, string Reason, string By, DateTimeOffset? At);
