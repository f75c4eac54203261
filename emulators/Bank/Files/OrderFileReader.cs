using System.Globalization;
using System.Text;

namespace Compensation.Emulators.Bank.Files;

/// <summary>
/// Reads 総合振込 as a bank's door does: from its bytes by the association's layout, and not at all where anything is amiss. It was written from the layout, and knows nothing of
/// who writes such files.
/// </summary>
internal sealed class OrderFileReader
{
    private const int Width = 120;

    private readonly byte[] _bytes;
    private readonly List<string> _faults = [];

    private OrderFileReader(byte[] bytes) => _bytes = bytes;

    /// <returns>The file; or null, and the first things that are wrong with it.</returns>
    public static (OrderFile? File, IReadOnlyList<string> Faults) Read(byte[] bytes)
    {
        OrderFileReader reader = new(bytes);
        OrderFile? file = reader.Read();
        return reader._faults.Count == 0 ? (file, []) : (null, [.. reader._faults.Take(20)]);
    }

    private OrderFile? Read()
    {
        List<Record> records = [.. Split()];
        string kinds = string.Concat(records.Select(record => record.Kind));
        if (_faults.Count > 0 || records.Count < 4 || kinds != $"1{new string('2', records.Count - 3)}89")
        {
            _faults.Add("expected a header, payments, a trailer and an end, 120 bytes each");
            return null;
        }

        (int month, int day) = Header(records[0]);
        List<PaymentOrder> orders = [.. records[1..^2].Select(Payment)];
        Trailer(records[^2], orders);
        Blank(records[^1], 1);
        return new OrderFile(month, day, orders);
    }

    private IEnumerable<Record> Split()
    {
        bool hasLineEnds = _bytes.Length > Width && _bytes[Width] == '\r';
        int stride = hasLineEnds ? Width + 2 : Width;
        Check(_bytes.Length % stride == 0, 0, "the length is no whole number of records");
        for (int at = 0, number = 1; at + stride <= _bytes.Length; at += stride, number++)
        {
            Check(!hasLineEnds || (_bytes[at + Width] == '\r' && _bytes[at + Width + 1] == '\n'), number, "does not end in CR LF");
            yield return new Record(number, _bytes.AsMemory(at, Width));
        }
    }

    private (int Month, int Day) Header(Record header)
    {
        Check(header.Text(1, 3) == "210", header.Number, "expected transfers (21) in JIS (0)");
        Digits(header, 4, 10);
        Letters(header, 14, 40, "()-.");
        string day = Digits(header, 54, 4);
        Digits(header, 58, 4);
        Letters(header, 62, 15, "-");
        Digits(header, 77, 3);
        Letters(header, 80, 15, "-");
        Check("12".Contains(header.Text(95, 1), StringComparison.Ordinal), header.Number, "the client's kind of account is none");
        Digits(header, 96, 7);
        Blank(header, 103);
        bool isDay = DateOnly.TryParseExact($"2000{day}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly read);
        Check(isDay, header.Number, "the day of payment is none");
        return (read.Month, read.Day);
    }

    private PaymentOrder Payment(Record payment)
    {
        string bank = Digits(payment, 1, 4);
        Letters(payment, 5, 15, "-");
        string branch = Digits(payment, 20, 3);
        Letters(payment, 23, 15, "-");
        Digits(payment, 38, 4);
        string kind = payment.Text(42, 1);
        Check("1249".Contains(kind, StringComparison.Ordinal), payment.Number, "the payee's kind of account is none");
        string number = Digits(payment, 43, 7);
        string holder = Letters(payment, 50, 30, "()-.");
        Check(!holder.StartsWith(' '), payment.Number, "the payee has no name");
        _ = long.TryParse(Digits(payment, 80, 10), NumberStyles.None, CultureInfo.InvariantCulture, out long yen);
        Check(yen > 0, payment.Number, "the amount is nothing");
        Check("012".Contains(payment.Text(90, 1), StringComparison.Ordinal), payment.Number, "the code of newness is none");
        string reference = payment.Text(91, 20);
        Check("780 ".Contains(payment.Text(111, 1), StringComparison.Ordinal), payment.Number, "the designation is none");
        Check("Y ".Contains(payment.Text(112, 1), StringComparison.Ordinal), payment.Number, "the mark of EDI is none");
        Blank(payment, 113);
        return new PaymentOrder(reference, $"{bank}-{branch}-{kind}-{number}", holder.TrimEnd(), yen);
    }

    private void Trailer(Record trailer, List<PaymentOrder> orders)
    {
        Check(long.TryParse(Digits(trailer, 1, 6), CultureInfo.InvariantCulture, out long count) && count == orders.Count, trailer.Number, "counts other payments than there are");
        Check(long.TryParse(Digits(trailer, 7, 12), CultureInfo.InvariantCulture, out long yen) && yen == orders.Sum(order => order.Yen), trailer.Number, "sums up other payments than there are");
        Blank(trailer, 19);
    }

    private string Digits(Record record, int from, int length)
    {
        string digits = record.Text(from, length);
        Check(digits.All(char.IsAsciiDigit), record.Number, $"bytes {from + 1} to {from + length}: expected digits");
        return digits;
    }

    private string Letters(Record record, int from, int length, string signs)
    {
        string letters = record.Text(from, length);
        Check(letters.All(letter => IsLetter(letter) || signs.Contains(letter, StringComparison.Ordinal)), record.Number, $"bytes {from + 1} to {from + length}: a character that the field does not take");
        return letters;
    }

    private void Blank(Record record, int from) => Check(record.Text(from, Width - from).All(letter => letter == ' '), record.Number, $"expected blanks from byte {from + 1} on");

    /// <summary>Capitals, digits, the blank, kana without small ones and without ヲ, the voiced marks.</summary>
    private static bool IsLetter(char letter) => letter is ' ' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'ｱ' and <= 'ﾟ');

    private void Check(bool holds, int record, string expectation)
    {
        if (!holds)
        {
            _faults.Add(record == 0 ? expectation : $"record {record}: {expectation}");
        }
    }

    private readonly record struct Record(int Number, ReadOnlyMemory<byte> Bytes)
    {
        public char Kind => (char)Bytes.Span[0];

        /// <summary>Single bytes of JIS X 0201; whatever is none of its letters is shown as one that no field takes.</summary>
        public string Text(int from, int length)
        {
            StringBuilder text = new(length);
            foreach (byte code in Bytes.Span.Slice(from, length))
            {
                text.Append(code switch
                {
                    >= 0x20 and <= 0x7E => (char)code,
                    >= 0xA1 and <= 0xDF => (char)('｡' + (code - 0xA1)),
                    _ => '\uFFFD',
                });
            }

            return text.ToString();
        }
    }
}
