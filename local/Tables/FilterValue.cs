namespace Compensation.Local.Tables;

internal enum ValueKind
{
    Missing,
    Text,
    Boolean,
    Integer,
    Double,
    Guid,
    DateTime,
    Binary,
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A value while a filter is evaluated. Booleans and instants (ticks) are in <see cref="Integer"/>.</summary>
internal readonly ref struct FilterValue(ValueKind kind, ReadOnlySpan<byte> bytes = default, long integer = 0, double number = 0, Guid guid = default)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public ValueKind Kind { get; } = kind;

    public long Integer { get; } = integer;

    private double Number => Kind == ValueKind.Integer ? Integer : number;

    private Guid Guid { get; } = guid;

    /// <summary>Compares as the service does: what is missing, or of another type, satisfies nothing.</summary>
    public bool Satisfies(Comparison comparison, FilterValue other)
    {
        if (Kind == ValueKind.Missing || other.Kind == ValueKind.Missing)
        {
            return false;
        }

        bool numbers = Kind is ValueKind.Integer or ValueKind.Double && other.Kind is ValueKind.Integer or ValueKind.Double;
        if (numbers && (Kind == ValueKind.Double || other.Kind == ValueKind.Double))
        {
            return Holds(comparison, Number, other.Number);
        }

        return Kind == other.Kind && Holds(comparison, Order(other));
    }

    private int Order(FilterValue other) => Kind switch
    {
        ValueKind.Text or ValueKind.Binary => _bytes.SequenceCompareTo(other._bytes),
        ValueKind.Guid => Guid.CompareTo(other.Guid),
        _ => Integer.CompareTo(other.Integer),
    };

    private static bool Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    // Apart from the above because NaN has no order.
    private static bool Holds(Comparison comparison, double left, double right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        _ => left >= right,
    };
}
