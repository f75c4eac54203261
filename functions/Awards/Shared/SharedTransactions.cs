using Compensation.Entitlements;

namespace Compensation.Awards.Shared;

/// <summary>Transactions that earn points under more than one member. Ids are unique for their member only, so each is paid: whoever sent it decides whether it is one purchase.</summary>
/// <param name="Count">All.</param>
/// <param name="Listed">The first of them, at most <see cref="ListedMax"/>.</param>
public sealed record SharedTransactions(long Count, IReadOnlyList<SharedTransaction> Listed)
{
    public const int ListedMax = 100;

    public static readonly SharedTransactions None = new(0, []);
}

/// <summary>One of them.</summary>
/// <param name="Transaction">Its id.</param>
/// <param name="Members">The members' entitlements, in the order of ids; at most ten.</param>
public sealed record SharedTransaction(string Transaction, IReadOnlyList<EntitlementId> Members)
{
    public const int MembersMax = 10;
}
