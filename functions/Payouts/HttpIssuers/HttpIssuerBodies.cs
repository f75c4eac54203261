namespace Compensation.Payouts.HttpIssuers;

/// <summary>What is asked for, under a key.</summary>
internal sealed record CodesAsked(string Campaign, string Product, long Yen);

/// <summary>What an answer may say; what it does not say is null.</summary>
internal sealed record CodesAnswered
{
    public string? Reference { get; init; }

    public IReadOnlyList<AnsweredCode?>? Codes { get; init; }

    /// <summary>The contract's word for why there is nothing.</summary>
    public string? Code { get; init; }

    /// <summary>In the issuer's words, why a product is closed.</summary>
    public string? Reason { get; init; }

    /// <summary>Says nothing of the codes.</summary>
    public override string ToString() => $"{Reference} {Code}";
}

/// <summary>One of the codes that are worth the amount together.</summary>
internal sealed record AnsweredCode(string? Code, long Yen, DateOnly? LastDay)
{
    public override string ToString() => $"{Yen}";
}

/// <summary>A page of the issuer's own list.</summary>
internal sealed record ListAnswered(IReadOnlyList<ListedCodes?>? Entries, string? Next);

internal sealed record ListedCodes(string? Key, long Yen, string? Reference);
