namespace Compensation.Local.Tables;

/// <summary>A condition on a row.</summary>
internal abstract record FilterNode
{
    public abstract bool Holds(ref FilterRow row);
}

internal sealed record AndNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Holds(ref FilterRow row) => Left.Holds(ref row) && Right.Holds(ref row);
}

internal sealed record OrNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Holds(ref FilterRow row) => Left.Holds(ref row) || Right.Holds(ref row);
}

internal sealed record NotNode(FilterNode Inner) : FilterNode
{
    public override bool Holds(ref FilterRow row) => !Inner.Holds(ref row);
}

/// <summary>A truth value alone.</summary>
internal sealed record TruthNode(FilterOperand Operand) : FilterNode
{
    public override bool Holds(ref FilterRow row) => Operand.Get(ref row) is { Kind: ValueKind.Boolean, Integer: 1 };
}

internal sealed record ComparisonNode(FilterOperand Left, Comparison Comparison, FilterOperand Right) : FilterNode
{
    public override bool Holds(ref FilterRow row) => Left.Get(ref row).Satisfies(Comparison, Right.Get(ref row));
}

internal abstract record FilterOperand
{
    public abstract FilterValue Get(ref FilterRow row);
}

internal enum SystemProperty
{
    PartitionKey,
    RowKey,
    Timestamp,
}

internal sealed record SystemOperand(SystemProperty Property) : FilterOperand
{
    public override FilterValue Get(ref FilterRow row) => Property switch
    {
        SystemProperty.PartitionKey => new FilterValue(ValueKind.Text, row.PartitionKey),
        SystemProperty.RowKey => new FilterValue(ValueKind.Text, row.RowKey),
        _ => new FilterValue(ValueKind.DateTime, integer: row.Ticks),
    };
}

/// <summary>A property of the body; the slot is its place among those that the filter names.</summary>
internal sealed record PropertyOperand(int Slot) : FilterOperand
{
    public override FilterValue Get(ref FilterRow row) => row.Property(Slot);
}

internal sealed record LiteralOperand(ValueKind Kind, byte[] Bytes, long Integer = 0, double Number = 0, Guid Guid = default) : FilterOperand
{
    public override FilterValue Get(ref FilterRow row) => new(Kind, Bytes, Integer, Number, Guid);
}

/// <summary>A filter with what is needed to evaluate it: the names of the properties, and the keys that can satisfy it at all.</summary>
internal sealed record Filter(FilterNode? Root, byte[][] Properties)
{
    public static Filter All { get; } = new(null, []);

    public KeyRange PartitionKeys { get; } = KeyRange.Of(Root, SystemProperty.PartitionKey);

    public KeyRange RowKeys { get; } = KeyRange.Of(Root, SystemProperty.RowKey);

    /// <param name="row">The row.</param>
    public bool Holds(ref FilterRow row) => Root is null || Root.Holds(ref row);
}
