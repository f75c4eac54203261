using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Payouts.Reconciliation;
using Compensation.Payouts.Standings;

namespace Compensation.Payouts;

/// <summary>
/// The local issuer: serves products from codes that were bought beforehand and imported into the <see cref="CodeStock"/>; of one code, or where the campaign allows
/// it and no single one is left, of several.
/// </summary>
public sealed class StockIssuer(CodeStock stock, ComposedCodes composed, ProductStandings standings, CampaignCatalog campaigns) : IPointIssuer, IIssuerList
{
    public const string IssuerName = "stock";

    public string Name => IssuerName;

    public Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken) => ReadableAsync(() => HandOutAsync(request, cancellationToken));

    private async Task<IssueResult> HandOutAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        if (await stock.TakeAsync(request, cancellationToken) is { } taken)
        {
            return Issued([taken]);
        }

        int atMost = campaigns[request.Campaign].CodesAtMost;
        if (atMost > 1 && await composed.TakeAsync(request, atMost, cancellationToken) is { } several)
        {
            return Issued(several);
        }

        // A second look of the same person may have found a code in between.
        return await stock.FindTakenAsync(request, cancellationToken) is { } meanwhile ? Issued([meanwhile]) : new IssueResult.OutOfStock();
    }

    public Task<IssueResult> ShowAgainAsync(IssueRequest request, string reference, CancellationToken cancellationToken) => ReadableAsync(async () =>
        await stock.FindTakenAsync(request, cancellationToken) is { } taken ? Issued([taken])
            : await composed.FindTakenAsync(request, cancellationToken) is { } several ? Issued(several)
            : new IssueResult.Refused("no code lies under the claim"));

    /// <summary>It is there for others as if it had just come in.</summary>
    public async Task<string?> TakeBackAsync(IssueRequest request, string reference, CancellationToken cancellationToken)
    {
        IReadOnlyList<Yen> values = await composed.ValuesOfAsync(request, cancellationToken);
        bool isBack = await stock.PutBackAsync(request.Shelf, CodeRow.TakenKey(request.Entitlement), cancellationToken) && await composed.PutBackAsync(request, cancellationToken);
        await standings.RestockedAsync(campaigns[request.Campaign], [request.Shelf, .. values.Select(value => request.Shelf with { Value = value })], cancellationToken);
        return isBack ? null : "the code was moved in the same moment";
    }

    public string KeyOf(IssueRequest request, string? reference) => request.Entitlement.ToString();

    public IAsyncEnumerable<IssuerEntry> ReadListAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        stock.ReadTakenAsync(campaign, cancellationToken).Select(taken => new IssuerEntry(taken.Entitlement.ToString(), taken.Shelf.Value, taken.Key));

    /// <summary>A code that lies under a claim and cannot be read stays there: its key may come back, and another one would be paid twice.</summary>
    private static async Task<IssueResult> ReadableAsync(Func<Task<IssueResult>> look)
    {
        try
        {
            return await look();
        }
        catch (CryptographicException)
        {
            return new IssueResult.Refused("the code under the claim cannot be read");
        }
    }

    private static IssueResult.Issued Issued(IReadOnlyList<TakenCode> taken) => new([.. taken.Select(part => part.Code)], string.Join('+', taken.Select(part => part.Key)));
}
