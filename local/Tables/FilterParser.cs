using System.Globalization;
using System.Text;

namespace Compensation.Local.Tables;

/// <summary>
/// Reads an OData filter: comparisons (<c>eq ne lt le gt ge</c>) of properties and literals, joined by <c>and</c>, <c>or</c>,
/// <c>not</c> and parentheses. Functions and arithmetic are answered with 501, as the service does not have them either.
/// </summary>
internal ref struct FilterParser
{
    private const int DeepestNesting = 400;
    private readonly List<byte[]> _properties;
    private FilterLexer _lexer;
    private int _depth;

    private FilterParser(string text)
    {
        _lexer = new FilterLexer(text);
        _properties = [];
    }

    /// <exception cref="ServiceErrorException">The text is no filter.</exception>
    public static Filter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Filter.All;
        }

        FilterParser parser = new(text);
        FilterNode root = parser.Or();
        return parser._lexer.AtEnd ? new Filter(root, [.. parser._properties]) : throw parser._lexer.Unexpected();
    }

    private FilterNode Or()
    {
        FilterNode left = And();
        while (_lexer.TryWord("or"))
        {
            left = new OrNode(left, And());
        }

        return left;
    }

    private FilterNode And()
    {
        FilterNode left = Not();
        while (_lexer.TryWord("and"))
        {
            left = new AndNode(left, Not());
        }

        return left;
    }

    private FilterNode Not() => _lexer.TryWord("not") ? new NotNode(Not()) : Primary();

    private FilterNode Primary()
    {
        if (!_lexer.TryTake('('))
        {
            return Condition();
        }

        if (++_depth > DeepestNesting)
        {
            throw new ServiceErrorException(ServiceError.Invalid("The filter is nested too deeply."));
        }

        FilterNode inner = Or();
        _depth--;
        return _lexer.TryTake(')') ? inner : throw _lexer.Unexpected();
    }

    private FilterNode Condition()
    {
        FilterOperand left = Operand();
        if (_lexer.TryComparison() is not { } comparison)
        {
            return new TruthNode(left);
        }

        FilterOperand right = Operand();

        // The literal to the right, so that the range of keys need look at one form only.
        return left is LiteralOperand ? new ComparisonNode(right, Mirror(comparison), left) : new ComparisonNode(left, comparison, right);
    }

    private FilterOperand Operand()
    {
        if (_lexer.TryLiteral() is { } literal)
        {
            return literal;
        }

        string name = _lexer.Name();
        return name switch
        {
            "PartitionKey" => new SystemOperand(SystemProperty.PartitionKey),
            "RowKey" => new SystemOperand(SystemProperty.RowKey),
            "Timestamp" => new SystemOperand(SystemProperty.Timestamp),
            _ => new PropertyOperand(SlotOf(Encoding.UTF8.GetBytes(name))),
        };
    }

    private readonly int SlotOf(byte[] name)
    {
        int slot = _properties.FindIndex(known => known.AsSpan().SequenceEqual(name));
        if (slot >= 0)
        {
            return slot;
        }

        _properties.Add(name);
        return _properties.Count - 1;
    }

    private static Comparison Mirror(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };
}
