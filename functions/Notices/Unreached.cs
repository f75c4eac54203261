using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>People for whom a notice was refused, did not arrive, or is unknown: marked for the operators' list, and for the next fallback.</summary>
public sealed class Unreached(EntitlementMarks marks)
{
    /// <summary>The operators' list looks through those who bear it. It stays.</summary>
    public const string ForOperators = "unreached";

    /// <summary>The next fallback wave looks at those who bear it, and takes it off.</summary>
    public const string FallbackDue = "fallback-due";

    /// <summary>Those whom the notice of a late code did not reach: the next look after late codes tries the other channel, and takes it off.</summary>
    public const string CodeUntold = "code-untold";

    /// <summary>Those whom the message that a transfer failed did not reach: the next day of transfers tries the other channel, and takes it off.</summary>
    public const string TransferUntold = "transfer-untold";

    /// <summary>Those whom an operator wanted written to again, and for whom it became too late.</summary>
    public const string Unsent = "unsent";

    /// <summary>For the operators, whatever reached these people before.</summary>
    public async Task ListUnsentAsync(CampaignId campaign, IReadOnlyCollection<EntitlementId> ids, CancellationToken cancellationToken)
    {
        await marks.AddAsync(campaign, Unsent, ids, cancellationToken);
        await marks.AddAsync(campaign, ForOperators, ids, cancellationToken);
    }

    /// <summary>For the operators, and for the fallback of whatever it was that did not arrive.</summary>
    public async Task MarkAsync(CampaignId campaign, IReadOnlyCollection<NoticeId> notices, CancellationToken cancellationToken)
    {
        await marks.AddAsync(campaign, ForOperators, notices.Select(notice => notice.Entitlement), cancellationToken);
        foreach (IGrouping<string?, NoticeId> due in notices.GroupBy(notice => MarkOf(notice.Kind), StringComparer.Ordinal))
        {
            if (due.Key is { } mark)
            {
                await marks.AddAsync(campaign, mark, due.Select(notice => notice.Entitlement), cancellationToken);
            }
        }
    }

    /// <summary>For the operators alone: a fallback could do nothing for them.</summary>
    public Task ListAsync(CampaignId campaign, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken) =>
        marks.AddAsync(campaign, ForOperators, ids, cancellationToken);

    public Task SettleFallbackAsync(NoticeOrder order, CampaignId campaign, IEnumerable<EntitlementId> ids, CancellationToken cancellationToken) =>
        marks.RemoveAsync(campaign, order.Kind == NoticeKind.TransferResultAgain ? TransferUntold : MarkOf(order.Kind)!, ids, cancellationToken);

    /// <summary>Null for what is sent by the last way there is.</summary>
    private static string? MarkOf(NoticeKind kind) => kind switch
    {
        NoticeKind.CodeReady => CodeUntold,
        NoticeKind.TransferResult => TransferUntold,
        NoticeKind.TransferResultAgain => null,
        _ => FallbackDue,
    };
}
