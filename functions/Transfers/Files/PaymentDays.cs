using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Microsoft.Extensions.Options;

namespace Compensation.Transfers.Files;

/// <summary>On which day a file that is made now can be paid.</summary>
public sealed class PaymentDays(TimeProvider time, IOptions<TransferOptions> options)
{
    /// <summary>The bank's business day, after its lead time and its cut-off; not before the campaign's own first day.</summary>
    /// <exception cref="BeyondHorizonException">Nothing is known of holidays then.</exception>
    public DateOnly NextFor(Campaign campaign)
    {
        DateTimeOffset now = time.GetUtcNow().ToJapan();
        DateOnly today = DateOnly.FromDateTime(now.DateTime);
        bool isInTime = WorkingDays.Banks.Include(today) && TimeOnly.FromDateTime(now.DateTime) < options.Value.CutOff;
        DateOnly handedIn = isInTime ? today : WorkingDays.Banks.OnOrAfter(today.AddDays(1));
        DateOnly soonest = WorkingDays.Banks.After(handedIn, options.Value.LeadDays);
        DateOnly first = WorkingDays.Banks.OnOrAfter(campaign.BankTransfer!.StartsAt.DateInJapan());
        return soonest > first ? soonest : first;
    }

    /// <summary>The day itself, where a file that is handed in now can still be paid then; else the next on which it can.</summary>
    /// <exception cref="BeyondHorizonException">Nothing is known of holidays then.</exception>
    public DateOnly OnOrAfter(Campaign campaign, DateOnly day)
    {
        DateOnly soonest = NextFor(campaign);
        return WorkingDays.Banks.OnOrAfter(day > soonest ? day : soonest);
    }
}
