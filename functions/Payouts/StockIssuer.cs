namespace Compensation.Payouts;

/// <summary>The local issuer: serves products from codes that were bought beforehand and imported into the <see cref="CodeStock"/>.</summary>
public sealed class StockIssuer(CodeStock stock) : IPointIssuer
{
    public const string IssuerName = "stock";

    public string Name => IssuerName;

    public async Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken) =>
        await stock.TakeAsync(request, cancellationToken) is { } taken
            ? new IssueResult.Issued(taken.Code, taken.Key)
            : new IssueResult.OutOfStock();

    public async Task<IssuedCode?> ShowAgainAsync(IssueRequest request, CancellationToken cancellationToken) =>
        (await stock.FindTakenAsync(request, cancellationToken))?.Code;
}
