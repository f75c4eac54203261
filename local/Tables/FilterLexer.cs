using System.Globalization;
using System.Text;

namespace Compensation.Local.Tables;

/// <summary>The words and literals of a filter.</summary>
internal ref struct FilterLexer(string text)
{
    private readonly string _text = text;
    private int _at;

    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return _at >= _text.Length;
        }
    }

    public readonly ServiceErrorException Unexpected()
        => new(ServiceError.Invalid($"The filter cannot be read at position {_at}."));

    public bool TryTake(char c)
    {
        if (AtEnd || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TryWord(string word)
    {
        if (AtEnd || !PeekName().Equals(word, StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    public Comparison? TryComparison()
    {
        Comparison? found = AtEnd ? null : PeekName() switch
        {
            "eq" => Comparison.Equal,
            "ne" => Comparison.NotEqual,
            "lt" => Comparison.Less,
            "le" => Comparison.LessOrEqual,
            "gt" => Comparison.Greater,
            "ge" => Comparison.GreaterOrEqual,
            _ => null,
        };
        _at += found is null ? 0 : 2;
        return found;
    }

    public string Name()
    {
        ReadOnlySpan<char> name = AtEnd ? [] : PeekName();
        if (name.IsEmpty)
        {
            throw Unexpected();
        }

        _at += name.Length;
        if (_at < _text.Length && _text[_at] == '(')
        {
            throw new ServiceErrorException(ServiceError.NotImplemented($"The function {name} is not implemented."));
        }

        return name.ToString();
    }

    /// <summary>The literal that stands here, or null if something else does.</summary>
    public LiteralOperand? TryLiteral()
    {
        if (AtEnd)
        {
            throw Unexpected();
        }

        char c = _text[_at];
        if (c == '\'')
        {
            return new LiteralOperand(ValueKind.Text, Encoding.UTF8.GetBytes(Quoted()));
        }

        if (char.IsAsciiDigit(c) || c is '-' or '+' or '.')
        {
            return Number();
        }

        ReadOnlySpan<char> word = PeekName();
        bool quoted = _at + word.Length < _text.Length && _text[_at + word.Length] == '\'';
        return quoted ? Prefixed(word.ToString()) : Word(word);
    }

    private LiteralOperand? Word(ReadOnlySpan<char> word)
    {
        LiteralOperand? literal = word switch
        {
            "true" => new(ValueKind.Boolean, [], 1),
            "false" => new(ValueKind.Boolean, [], 0),
            "null" => new(ValueKind.Missing, []),
            _ => null,
        };
        _at += literal is null ? 0 : word.Length;
        return literal;
    }

    private LiteralOperand Prefixed(string prefix)
    {
        _at += prefix.Length;
        string value = Quoted();
        try
        {
            return prefix switch
            {
                "datetime" => new(ValueKind.DateTime, [], Instant(value)),
                "guid" => new(ValueKind.Guid, [], Guid: Guid.Parse(value)),
                "X" or "x" or "binary" => new(ValueKind.Binary, Convert.FromHexString(value)),
                _ => throw Unexpected(),
            };
        }
        catch (FormatException)
        {
            throw Unexpected();
        }
    }

    private LiteralOperand Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        ReadOnlySpan<char> number = _text.AsSpan(start, _at - start);
        bool isLong = number[^1] is 'L' or 'l';
        if (long.TryParse(isLong ? number[..^1] : number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return new LiteralOperand(ValueKind.Integer, [], integer);
        }

        ReadOnlySpan<char> plain = number[^1] is 'D' or 'd' ? number[..^1] : number;
        return !isLong && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            ? new LiteralOperand(ValueKind.Double, [], Number: real)
            : throw Unexpected();
    }

    // A quote inside is doubled.
    private string Quoted()
    {
        StringBuilder value = new();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '\'')
            {
                if (_at + 1 >= _text.Length || _text[_at + 1] != '\'')
                {
                    _at++;
                    return value.ToString();
                }

                _at++;
            }

            value.Append(_text[_at]);
        }

        throw Unexpected();
    }

    private readonly ReadOnlySpan<char> PeekName()
    {
        int end = _at;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_'))
        {
            end++;
        }

        return _text.AsSpan(_at, end - _at);
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private static long Instant(string text)
        => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).Ticks;
}
