namespace Compensation.Transfers.Typing;

/// <summary>What somebody typed to be paid into an account, field by field, as it was typed.</summary>
/// <param name="Bank">A name, kana, or a code.</param>
/// <param name="Holder">In kana.</param>
public sealed record TypedTransfer(string Bank, string Holder)
{
    /// <summary>A name, kana, or a code; not of Japan Post Bank, where it follows from the symbol.</summary>
    public string Branch { get; init; } = string.Empty;

    /// <summary><c>ordinary</c>, <c>current</c> or <c>savings</c>.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>Four to seven digits.</summary>
    public string Number { get; init; } = string.Empty;

    /// <summary>Japan Post Bank: 記号.</summary>
    public string Symbol { get; init; } = string.Empty;

    /// <summary>Japan Post Bank: 番号.</summary>
    public string PassbookNumber { get; init; } = string.Empty;

    /// <summary>What the notice asks besides, by the campaign's field.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
