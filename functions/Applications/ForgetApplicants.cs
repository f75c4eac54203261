using Compensation.Applications.Messages;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>Erases what applicants have stated of themselves, and what was written to them. For which coupon, when, and how it was decided stays.</summary>
public sealed class ForgetApplicants(ApplicationStore applications, ApplicationSearch search, RelatedApplications related, MessageStore messages, ProtectedFields fields, TimeProvider time)
{
    private static readonly ApplicationForm s_nobody = new(string.Empty, string.Empty);

    /// <summary>One application. First what leads to it, then itself, so that a repeat finds what a kill has left.</summary>
    internal async Task OneAsync(Application application, CancellationToken cancellationToken)
    {
        Application? now = application;
        while (now is { ErasedAt: null })
        {
            await Task.WhenAll(search.ForgetAsync(now, cancellationToken), related.ForgetAsync(now, cancellationToken), messages.ForgetAsync(now.Campaign, now.Receipt, cancellationToken));
            if (await applications.TryForgetAsync(Without(now), cancellationToken))
            {
                return;
            }

            now = await applications.FindAsync(now.Campaign, now.Receipt, now.Line, cancellationToken);
        }
    }

    /// <summary>All of a campaign, one after the other. A repeat does what is left.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> AllAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        for (int bucket = 0; bucket < ReceiptNumber.Buckets; bucket++)
        {
            await foreach (Application application in applications.ReadAllAsync(campaign, bucket, after: null, cancellationToken).Where(one => one.ErasedAt is null))
            {
                await OneAsync(application, cancellationToken);
                forgotten++;
            }
        }

        return forgotten;
    }

    private Application Without(Application application) => application with
    {
        ProtectedForm = fields.ProtectJson(s_nobody),
        ProtectedNumber = fields.Protect(string.Empty),
        ContactKey = string.Empty,
        AddressKey = string.Empty,
        ProtectedWords = null,
        ProtectedAnswer = null,
        ProtectedTransfer = null,
        ErasedAt = time.GetUtcNow(),
    };
}
