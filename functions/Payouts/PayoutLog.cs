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

    [LoggerMessage(EventId = 352, Level = LogLevel.Warning, Message = "{Campaign}: the issuer {Issuer} lets {Entitlement} wait {After}: {Reason}")]
    public static partial void IssuerAskedToWait(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string issuer, TimeSpan after, string reason);

    [LoggerMessage(EventId = 353, Level = LogLevel.Error, Message = "{Campaign}: {Entitlement} was paid with {Reference}, but the issuer does not show the code")]
    public static partial void CodeNotShown(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference);

    [LoggerMessage(EventId = 354, Level = LogLevel.Error, Message = "{Campaign}: {Reference} was handed out for {Entitlement}, which became {State} in the same moment, and could not be taken back ({Why})")]
    public static partial void CodeStranded(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference, EntitlementState state, string why);

    [LoggerMessage(EventId = 355, Level = LogLevel.Information, Message = "{Campaign}: of {Rows} rows {Added} codes were added, {Unchanged} unchanged, {Errors} wrong (dry run: {DryRun})")]
    public static partial void CodesImported(this ILogger logger, CampaignId campaign, long rows, long added, long unchanged, long errors, bool dryRun);

    [LoggerMessage(EventId = 356, Level = LogLevel.Information, Message = "{Campaign}: {Reference} was handed out for {Entitlement}, which became {State} in the same moment; it was taken back")]
    public static partial void CodeTakenBack(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string reference, EntitlementState state);

    [LoggerMessage(EventId = 357, Level = LogLevel.Error, Message = "{Campaign}: the issuer {Issuer} hands out no {Product}: {Reason}")]
    public static partial void IssuerClosed(this ILogger logger, CampaignId campaign, string product, string issuer, string reason);

    [LoggerMessage(EventId = 358, Level = LogLevel.Error, Message = "{Campaign}: the issuer {Issuer} refuses what {Entitlement} asks: {Reason}")]
    public static partial void IssuerRefused(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string issuer, string reason);

    [LoggerMessage(EventId = 359, Level = LogLevel.Error, Message = "{Campaign}: asked for {Reference} of {Entitlement} again, the issuer {Issuer} answered with another code; it was not shown, and taken back: {TakenBack}")]
    public static partial void AnotherCodeShown(this ILogger logger, CampaignId campaign, EntitlementId entitlement, string issuer, string reference, bool takenBack);

    [LoggerMessage(EventId = 360, Level = LogLevel.Warning, Message = "The issuer {Issuer} states until when a code can be used in a way that is not understood; it is shown without")]
    public static partial void ExpiryNotUnderstood(this ILogger logger, string issuer);

    [LoggerMessage(EventId = 361, Level = LogLevel.Warning, Message = "{Campaign}: {Product} was opened ({Open}) or closed by {By}")]
    public static partial void ProductStandingChanged(this ILogger logger, CampaignId campaign, string product, bool open, string by);
}
