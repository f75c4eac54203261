using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts;

/// <summary>What payouts say to operators: event ids 350 to 399, ids only, of codes the last four characters.</summary>
internal static partial class PayoutLog
{
    [LoggerMessage(EventId = 350, Level = LogLevel.Information, Message = "{Campaign}: {Entitlement} was paid with {Reference}, ending in {LastFour}")]
    public static partial void Paid(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference, string lastFour);

    [LoggerMessage(EventId = 351, Level = LogLevel.Error, Message = "{Campaign}: no {Product} code of {Value} yen is left for {Entitlement}; it waits until codes are imported")]
    public static partial void OutOfStock(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string product, long value);

    [LoggerMessage(EventId = 352, Level = LogLevel.Warning, Message = "{Campaign}: the issuer {Issuer} asks {Entitlement} to wait {After}")]
    public static partial void IssuerAskedToWait(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string issuer, TimeSpan after);

    [LoggerMessage(EventId = 353, Level = LogLevel.Error, Message = "{Campaign}: {Entitlement} was paid with {Reference}, but the issuer does not show the code")]
    public static partial void CodeNotShown(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference);

    [LoggerMessage(EventId = 354, Level = LogLevel.Error, Message = "{Campaign}: {Reference} was handed out for {Entitlement}, which became {State} in the same moment; reconcile it by hand")]
    public static partial void CodeStranded(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference, EntitlementState state);

    [LoggerMessage(EventId = 355, Level = LogLevel.Information, Message = "{Campaign}: of {Rows} rows {Added} codes were added, {Unchanged} unchanged, {Errors} wrong (dry run: {DryRun})")]
    public static partial void CodesImported(this ILogger logger, CampaignId campaign, long rows, long added, long unchanged, long errors, bool dryRun);
}
