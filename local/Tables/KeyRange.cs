namespace Compensation.Local.Tables;

/// <summary>The keys that can satisfy a filter: from <see cref="Low"/> to <see cref="High"/>, both included.</summary>
/// <param name="Low">As UTF-8.</param>
/// <param name="High">As UTF-8; null where there is no upper end.</param>
internal readonly record struct KeyRange(byte[] Low, byte[]? High)
{
    private static KeyRange Everything { get; } = new([], null);

    public bool IsSingle => High is not null && Low.AsSpan().SequenceEqual(High);

    /// <summary>A range that misses no key; it may hold more than those wanted, so the filter itself still decides.</summary>
    public static KeyRange Of(FilterNode? node, SystemProperty key) => node switch
    {
        AndNode both => Of(both.Left, key).Intersect(Of(both.Right, key)),
        OrNode either => Of(either.Left, key).Cover(Of(either.Right, key)),
        ComparisonNode { Left: SystemOperand left, Right: LiteralOperand { Kind: ValueKind.Text } right } comparison when left.Property == key
            => Of(comparison.Comparison, right.Bytes),
        _ => Everything,
    };

    private static KeyRange Of(Comparison comparison, byte[] key) => comparison switch
    {
        Comparison.Equal => new(key, key),
        Comparison.Less or Comparison.LessOrEqual => new([], key),
        Comparison.Greater or Comparison.GreaterOrEqual => new(key, null),
        _ => Everything,
    };

    private KeyRange Intersect(KeyRange other) => new(
        Compare(Low, other.Low) >= 0 ? Low : other.Low,
        High is null ? other.High : other.High is null || Compare(High, other.High) <= 0 ? High : other.High);

    private KeyRange Cover(KeyRange other) => new(
        Compare(Low, other.Low) <= 0 ? Low : other.Low,
        High is null || other.High is null ? null : Compare(High, other.High) >= 0 ? High : other.High);

    private static int Compare(byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right);
}
