using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;

namespace Compensation.Rehearsal.Witness;

/// <summary>The points system's own record of what it has booked.</summary>
internal static class PointsLedger
{
    private const int PageSize = 5_000;

    /// <summary>All bookings in their order, page by page.</summary>
    public static async IAsyncEnumerable<PointsBooking> ReadAsync(Uri pointsSystem, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = pointsSystem };
        long after = 0;
        while (true)
        {
            Uri address = new(string.Create(CultureInfo.InvariantCulture, $"emulator/ledger?after={after}&take={PageSize}"), UriKind.Relative);
            PointsBooking[] page = await http.GetFromJsonAsync<PointsBooking[]>(address, cancellationToken) ?? [];
            foreach (PointsBooking booking in page)
            {
                yield return booking;
            }

            if (page.Length == 0)
            {
                yield break;
            }

            after = page[^1].Sequence;
        }
    }
}
