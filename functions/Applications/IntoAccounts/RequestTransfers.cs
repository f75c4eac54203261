using Compensation.Applications.Journeys;
using Compensation.Applications.Matching;
using Compensation.Applications.Site;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Transfers;

namespace Compensation.Applications.IntoAccounts;

/// <summary>
/// Does for each of somebody's coupons what he has confirmed. What is decided already goes to the transfers' desk; what is not is kept with the application, and is asked
/// for in the same write in which the application is accepted; of a coupon in the app it is kept until the balances are sealed. The same again changes nothing.
/// </summary>
public sealed class RequestTransfers(Payables payables, TransferDesk desk, TransferWishes wishes, ApplicationStore applications, AcceptApplication accept, ProtectedFields fields)
{
    /// <returns>Whether at least one of the coupons will be paid into the account.</returns>
    internal Task<bool> AskAsync(AskedSite site, Journey journey, IReadOnlyList<int> places, TransferForm form, CancellationToken cancellationToken) =>
        EachAsync(site, journey, places, one => one.MayAsk, one => AskAsync(site.Campaign, one, form, cancellationToken), cancellationToken);

    /// <summary>Points after all.</summary>
    internal Task<bool> WithdrawAsync(AskedSite site, Journey journey, IReadOnlyList<int> places, CancellationToken cancellationToken) =>
        EachAsync(site, journey, places, one => one.MayWithdraw, one => WithdrawAsync(site.Campaign, one, cancellationToken), cancellationToken);

    private async Task<bool> EachAsync(
        AskedSite site, Journey journey, IReadOnlyList<int> places, Func<Payable, bool> isPossible, Func<Payable, Task<bool>> act, CancellationToken cancellationToken)
    {
        int done = 0;
        HashSet<int> left = [.. places];
        while (left.Count > 0)
        {
            List<Payable> possible = [.. (await payables.FindAsync(site, journey, cancellationToken)).Where(one => left.Contains(one.Place) && isPossible(one))];
            left.Clear();
            foreach (Payable one in possible)
            {
                if (await act(one))
                {
                    done++;
                }
                else
                {
                    // It was decided at the same moment: it stands otherwise then, and is looked at again.
                    left.Add(one.Place);
                }
            }
        }

        return done > 0;
    }

    private async Task<bool> AskAsync(Campaign campaign, Payable one, TransferForm form, CancellationToken cancellationToken) => one switch
    {
        { Standing: { } standing } => (await desk.RequestAsync(campaign, standing.Right.Id, form, cancellationToken)).Refusal is null,
        { Wish: { } known } when known.IsSameAs(form) => true,
        { Application: { } application } => await applications.TryMoveAsync(application, application with { ProtectedTransfer = fields.ProtectJson(form) }, message: null, cancellationToken),
        { Coupon: { } coupon } => await DoneAsync(wishes.KeepAsync(campaign, coupon, form, cancellationToken)),
        _ => throw new InvalidOperationException("Neither a right nor an application is there to be paid."),
    };

    private async Task<bool> WithdrawAsync(Campaign campaign, Payable one, CancellationToken cancellationToken)
    {
        if (one is { Standing: null, Application: { } application })
        {
            return await applications.TryMoveAsync(application, application with { ProtectedTransfer = null }, message: null, cancellationToken);
        }

        if (one.Coupon is { } coupon)
        {
            return await DoneAsync(wishes.DropAsync(campaign, coupon, cancellationToken));
        }

        // The wave may have passed him over as he wanted no points: then the next morning sends him his link. The mark first: should the process die in between, or nothing
        // be withdrawn, whoever looks finds somebody who is to be sent none, and takes it off.
        if (one.Standing!.Right.Application is not null)
        {
            await accept.MarkForLinkAsync(campaign, one.Standing.Right.Id, cancellationToken);
        }

        return (await desk.WithdrawAsync(campaign, one.Standing.Right.Id, cancellationToken)).Refusal is null;
    }

    private static async Task<bool> DoneAsync(Task done)
    {
        await done;
        return true;
    }
}
