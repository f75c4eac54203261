using System.Globalization;
using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Review;

/// <summary>Finds what a request names, and shows it with everything that a person needs to decide it.</summary>
public sealed class FindCase(CampaignCatalog campaigns, ApplicationStore applications, MessageStore messages, RelatedApplications related, ApplicationSearch search, MatchApplication match, ProtectedFields fields)
{
    /// <summary>More than these are not shown: whoever has so many is somebody's work for other reasons.</summary>
    private const int RelatedMost = 200;

    internal async Task<(Campaign? Campaign, Application? Application)> FindAsync(string campaign, string application, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found) || found.ApplicationSite is null)
        {
            return (null, null);
        }

        return application.Split('-') is [var receipt, { Length: 1 } line] && ReceiptNumber.TryParse(receipt, out ReceiptNumber number) && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int place)
            ? (found, await applications.FindAsync(found.Id, number, place, cancellationToken))
            : (found, null);
    }

    internal async Task<ApplicationCase> ShowAsync(Campaign campaign, Application application, CancellationToken cancellationToken)
    {
        CouponOnFile? coupon = await match.FindCouponAsync(campaign, application, cancellationToken);
        List<RelatedView> others = [];
        foreach (Relation relation in Enum.GetValues<Relation>())
        {
            IReadOnlyList<Application> some = relation == Relation.Name
                ? await search.WithNameOfAsync(application, RelatedMost, cancellationToken)
                : await related.OfAsync(application, relation, RelatedMost, cancellationToken);
            others.AddRange(some.Select(other => new RelatedView(relation, ApplicationView.Of(other))));
        }

        return new ApplicationCase(ApplicationView.Of(application), search.FormOf(application), search.NumberOf(application), ViewOf(coupon), others)
        {
            DecidedBy = application.DecidedBy,
            DecidedAt = application.DecidedAt,
            Words = application.ProtectedWords is { } words ? fields.UnprotectWords(words) : null,
            Answer = application.ProtectedAnswer is { } answer ? fields.UnprotectWords(answer) : null,
            Messages = [.. (await messages.FindAsync(campaign.Id, application.Receipt, cancellationToken))
                .Where(message => message.Line == 0 || message.Line == application.Line)
                .Select(message => new MessageView(message.Kind, message.Line, message.Progress.State, message.Progress.LastTriedAt))],
        };
    }

    internal static IResult NoSuchApplication() => Results.Problem("There is no such application.", statusCode: StatusCodes.Status404NotFound);

    private static CouponView? ViewOf(CouponOnFile? coupon) => coupon is null ? null : new CouponView(
        coupon.Coupon.Expiry, coupon.Coupon.Balance, coupon.Coupon.ChargedToApp, coupon.Coupon.LeftApp, coupon.Holder.NameKana, coupon.Holder.TravelDate, coupon.Phone);
}
