using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts;

/// <summary>
/// Finishes what a claim began: hands the code out and records that it was. It may be asked for the same claim any number of times
/// and by several at once; all of them end with the same code.
/// </summary>
public sealed class PayClaim(EntitlementStore entitlements, AskIssuer ask, PointIssuers issuers, IAlarms alarms, TimeProvider time, ILogger<PayClaim> logger)
{
    /// <param name="claimed">An entitlement that is <see cref="EntitlementState.Claimed"/>, or already <see cref="EntitlementState.Paid"/>.</param>
    /// <param name="cancellationToken">Stops the work; it can be taken up again.</param>
    /// <exception cref="ArgumentException">The entitlement is in another state.</exception>
    public async Task<PayResult> FinishAsync(Entitlement claimed, CancellationToken cancellationToken)
    {
        IssueRequest request = RequestOf(claimed);
        Entitlement now = claimed;
        IssueResult.Issued? issued = null;
        while (now.State == EntitlementState.Claimed)
        {
            IPointIssuer issuer = issuers.ForProduct(request.Product);
            if (issued is null)
            {
                (issued, WaitsFor waits) = await ask.ForAsync(now, request, cancellationToken);
                if (issued is null)
                {
                    return new PayResult.StillWaiting(now) { For = waits };
                }
            }

            now = await RecordAsync(now, PointIssuers.ReferenceOf(issuer, issued.Reference), issued.Codes[^1].LastFour, cancellationToken);
        }

        return now.State == EntitlementState.Paid
            ? await ShowAsync(now, issued?.Codes, request, cancellationToken)
            : await WithdrawnAsync(now, request, issued);
    }

    /// <returns>The entitlement as it stands afterwards, moved by us or by someone else.</returns>
    private async Task<Entitlement> RecordAsync(Entitlement claimed, string reference, string lastFour, CancellationToken cancellationToken)
    {
        Entitlement paid = claimed with { State = EntitlementState.Paid, IssuerReference = reference, PaidAt = time.GetUtcNow() };
        if (await entitlements.TryMoveAsync(claimed, paid, cancellationToken) is { } moved)
        {
            logger.Paid(moved.Campaign, moved.Id, reference, lastFour);
            return moved;
        }

        return await entitlements.FindAsync(claimed.Campaign, claimed.Id, cancellationToken)
            ?? throw new InvalidDataException($"Entitlement {claimed.Id} of {claimed.Campaign} disappeared while it was being paid.");
    }

    private async Task<PayResult> ShowAsync(Entitlement paid, IReadOnlyList<IssuedCode>? codes, IssueRequest request, CancellationToken cancellationToken)
    {
        if (codes is not null)
        {
            return new PayResult.Paid(paid, codes);
        }

        (IPointIssuer issuer, string reference) = issuers.ForReference(paid.IssuerReference!);
        IssueResult shown = await issuer.ShowAgainAsync(request, reference, cancellationToken);
        return shown is IssueResult.Issued issued ? new PayResult.Paid(paid, issued.Codes) : await HiddenAsync(paid, issuer, shown, cancellationToken);
    }

    /// <summary>Whom an issuer does not show his code for now looks again; what it will never show again by itself is for operators.</summary>
    private async Task<PayResult.NotShown> HiddenAsync(Entitlement paid, IPointIssuer issuer, IssueResult why, CancellationToken cancellationToken)
    {
        logger.CodeNotShown(paid.Campaign, paid.Id, paid.IssuerReference!);
        if (why is IssueResult.Refused refused)
        {
            await alarms.RaiseAsync(
                AlarmKind.CodeNotShown, paid.Campaign, paid.Id.ToString(), $"{issuer.Name} does not show the code of {paid.Id} again ({refused.Reason}), whose person has collected it. Ask the issuer what has become of it.", cancellationToken);
        }

        return new PayResult.NotShown(paid);
    }

    /// <summary>Nobody has seen a code that was never recorded: it is taken back. What was recorded before is on the books.</summary>
    private async Task<PayResult.Withdrawn> WithdrawnAsync(Entitlement now, IssueRequest request, IssueResult.Issued? issued)
    {
        if (issued is not null && now.IssuerReference is null)
        {
            IPointIssuer issuer = issuers.ForProduct(request.Product);
            if (await issuer.TakeBackAsync(request, issued.Reference, CancellationToken.None) is not { } why)
            {
                logger.CodeTakenBack(now.Campaign, now.Id, issued.Reference, now.State);
            }
            else
            {
                logger.CodeStranded(now.Campaign, now.Id, issued.Reference, now.State, why);
                await alarms.RaiseAsync(
                    AlarmKind.CodeStranded, now.Campaign, now.Id.ToString(), $"{PointIssuers.ReferenceOf(issuer, issued.Reference)} was handed out for {now.Id}, which became {now.State} in the same moment, and could not be taken back ({why}).", CancellationToken.None);
            }
        }

        return new PayResult.Withdrawn(now);
    }

    private static IssueRequest RequestOf(Entitlement claimed) =>
        claimed is { State: EntitlementState.Claimed or EntitlementState.Paid, Product: { } product }
            ? new IssueRequest(claimed.Campaign, claimed.Id, product, claimed.Amount)
            : throw new ArgumentException($"Entitlement {claimed.Id} is {claimed.State}; expected a claim.", nameof(claimed));
}

/// <summary>How far a claim has come.</summary>
public abstract record PayResult
{
    private PayResult(Entitlement entitlement) => Entitlement = entitlement;

    /// <summary>As it is stored now.</summary>
    public Entitlement Entitlement { get; }

    public sealed record Paid(Entitlement Entitlement, IReadOnlyList<IssuedCode> Codes) : PayResult(Entitlement);

    /// <summary>It was paid, and its issuer does not show the code, for now or at all.</summary>
    public sealed record NotShown(Entitlement Entitlement) : PayResult(Entitlement);

    /// <summary>No code can be handed out for now: out of stock, or the issuer is not to be reached. Ask again later.</summary>
    public sealed record StillWaiting(Entitlement Entitlement) : PayResult(Entitlement)
    {
        public WaitsFor For { get; init; } = WaitsFor.Issuer;
    }

    /// <summary>Somebody revoked the entitlement in between.</summary>
    public sealed record Withdrawn(Entitlement Entitlement) : PayResult(Entitlement);
}
