using System.Globalization;
using Compensation.Transfers.Accounts;

namespace Compensation.Transfers.Zengin;

/// <summary>One record of 120 bytes, field by field from its beginning. Faults are collected; a faulty record must not be written.</summary>
internal sealed class ZenginLine(int record)
{
    public const int Length = 120;

    private readonly byte[] _bytes = new byte[Length];
    private readonly List<ZenginFault> _faults = [];
    private int _at;

    public IReadOnlyList<ZenginFault> Faults => _faults;

    public ReadOnlySpan<byte> Bytes => _at == Length ? _bytes : throw new InvalidOperationException($"The record has {_at} bytes.");

    /// <summary>N: digits only, zeros in front.</summary>
    public ZenginLine Digits(string field, string digits, int length)
    {
        if (digits.Length > length || !digits.All(char.IsAsciiDigit))
        {
            _faults.Add(new ZenginFault(record, field, $"is not a number of at most {length} digits"));
        }

        return Put(digits.PadLeft(length, '0'), length);
    }

    public ZenginLine Digits(string field, long number, int length) => Digits(field, number.ToString(CultureInfo.InvariantCulture), length);

    /// <summary>N: a code of exactly so many digits; zeros alone mean that there is none.</summary>
    public ZenginLine Code(string field, string digits, int length, bool mayBeZeros = false)
    {
        string? problem = digits.Length != length || !digits.All(char.IsAsciiDigit) ? $"is not {length} digits" : !mayBeZeros && AccountNumber.IsZeros(digits) ? "is zeros only" : null;
        if (problem is not null)
        {
            _faults.Add(new ZenginFault(record, field, problem));
        }

        return Put(digits, length);
    }

    /// <summary>C: text of the field's alphabet, blanks behind.</summary>
    public ZenginLine Text(string field, string text, int length, ZenginAlphabet alphabet, bool isOptional = false)
    {
        string? problem = text.Length == 0 && !isOptional ? "is empty" : alphabet.FaultOf(text, length);
        if (problem is not null)
        {
            _faults.Add(new ZenginFault(record, field, problem));
        }

        return Put(text.PadRight(length), length);
    }

    /// <summary>A constant of the form itself.</summary>
    public ZenginLine Fixed(string text) => Put(text, text.Length);

    /// <summary>Blanks to the end.</summary>
    public ZenginLine Rest() => Put(new string(' ', Length - _at), Length - _at);

    private ZenginLine Put(string text, int length)
    {
        for (int index = 0; index < length; index++)
        {
            // A character that does not fit has its fault already: the place is kept, and the record not written.
            _bytes[_at + index] = index < text.Length && text[index] is (>= ' ' and <= '~') or (>= '｡' and <= 'ﾟ') ? ZenginAlphabet.ByteOf(text[index]) : (byte)' ';
        }

        _at += length;
        return this;
    }
}
