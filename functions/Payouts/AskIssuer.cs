using System.Globalization;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts.Standings;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts;

/// <summary>
/// Asks a product's issuer for what a claim is for, and sees to what follows where there is nothing: the person is marked as waiting, the product is shown as out or closed, people are told.
/// </summary>
public sealed class AskIssuer(PointIssuers issuers, ProductStandings standings, WaitingClaims waiting, IAlarms alarms, TimeProvider time, ILogger<PayClaim> logger)
{
    /// <summary>An issuer that has closed a product is asked for it once in a while, by whoever waits: not by everybody who does.</summary>
    internal static readonly TimeSpan ClosedFor = TimeSpan.FromMinutes(5);

    /// <returns>What the issuer handed out, or why there is nothing for now; the person bears the mark then.</returns>
    internal async Task<(IssueResult.Issued? Issued, WaitsFor Waits)> ForAsync(Entitlement claimed, IssueRequest request, CancellationToken cancellationToken)
    {
        IPointIssuer issuer = issuers.ForProduct(request.Product);
        ProductStanding? closed = await standings.FindClosedAsync(request.Campaign, request.Product, cancellationToken);
        IssueResult result = IsFresh(closed) ? new IssueResult.Closed(string.Empty) : await AskAsync(issuer, claimed, request, cancellationToken);
        if (result is IssueResult.Issued issued)
        {
            await standings.IssuedAsync(request.Shelf, cancellationToken);
            return (issued, WaitsFor.Nothing);
        }

        await waiting.AddAsync(claimed, cancellationToken);
        return (null, await FollowAsync(issuer, request, result, cancellationToken));
    }

    /// <summary>Whatever breaks, somebody who has chosen bears the mark, and so is served without looking again.</summary>
    private async Task<IssueResult> AskAsync(IPointIssuer issuer, Entitlement claimed, IssueRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return Usable(await issuer.IssueAsync(request, cancellationToken));
        }
        catch (Exception)
        {
            await waiting.AddAsync(claimed, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>A code whose last day has passed is worth nothing, whoever made it: a person has to look.</summary>
    private IssueResult Usable(IssueResult result) => result is IssueResult.Issued issued && issued.Codes.Select(code => code.LastDay).Min() is { } lastDay && lastDay < time.GetUtcNow().DateInJapan()
        ? new IssueResult.Refused(string.Create(CultureInfo.InvariantCulture, $"a code whose last day was {lastDay:yyyy-MM-dd}"))
        : result;

    private async Task<WaitsFor> FollowAsync(IPointIssuer issuer, IssueRequest request, IssueResult result, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case IssueResult.OutOfStock:
                logger.OutOfStock(request.Campaign, request.Entitlement, request.Product, request.Value.Amount);
                await standings.MarkOutAsync(request.Shelf, cancellationToken);
                return WaitsFor.Stock;
            case IssueResult.Closed { Reason.Length: > 0 } closed:
                logger.IssuerClosed(request.Campaign, request.Product, issuer.Name, closed.Reason);
                await standings.CloseAsync(request.Campaign, request.Product, closed.Reason, issuer.Name, cancellationToken);
                await alarms.RaiseAsync(
                    AlarmKind.IssuerClosed, request.Campaign, request.Product, $"The issuer {issuer.Name} hands out no {request.Product} ({closed.Reason}). The product is shown as closed; who has chosen it waits, and is served once it is mended.", cancellationToken);
                return WaitsFor.Opening;
            case IssueResult.Closed:
                return WaitsFor.Opening;
            case IssueResult.Refused refused:
                logger.IssuerRefused(request.Campaign, request.Entitlement, issuer.Name, refused.Reason);
                await alarms.RaiseAsync(
                    AlarmKind.IssuerRefused, request.Campaign, $"{issuer.Name} {refused.Reason}", $"The issuer {issuer.Name} refuses {request.Product} for {request.Entitlement} ({refused.Reason}). The claim waits; docs/providers.md says what the answer means.", cancellationToken);
                return WaitsFor.Somebody;
            default:
                IssueResult.TryLater later = (IssueResult.TryLater)result;
                logger.IssuerAskedToWait(request.Campaign, request.Entitlement, issuer.Name, later.After, later.Reason);
                return WaitsFor.Issuer;
        }
    }

    private bool IsFresh(ProductStanding? closed) => closed is { ByIssuer: true, At: var at } && time.GetUtcNow() is var now && at <= now && now < at + ClosedFor;
}

/// <summary>What somebody who has chosen waits for.</summary>
public enum WaitsFor
{
    Nothing,

    /// <summary>Codes of this product and value.</summary>
    Stock,

    /// <summary>The issuer's opening the product again.</summary>
    Opening,

    /// <summary>The issuer's answer.</summary>
    Issuer,

    /// <summary>A person's look into it.</summary>
    Somebody,
}
