using Compensation.Common;

namespace Compensation.Transfers.Zengin;

/// <summary>
/// Writes 総合振込 in the form of the Japanese Bankers Association: records of 120 single bytes, one header, payments, one trailer with their number and sum, one end.
/// </summary>
public static class ZenginFile
{
    /// <summary>The most that a trailer can count.</summary>
    public const int PaymentsMax = 999_999;

    /// <summary>The most that one payment can be.</summary>
    public static readonly Yen PaymentMax = new(9_999_999_999);

    private const string Transfers = "21";
    private const string Jis = "0";
    private const string NoClearingHouse = "0000";

    /// <summary>What keeps a payment out of a file; empty where nothing does.</summary>
    public static IReadOnlyList<ZenginFault> FaultsOf(ZenginPayment payment, ZenginProfile profile, int record = 1) => Line(payment, profile, record).Faults;

    /// <summary>What keeps any file from being written; empty where nothing does.</summary>
    public static IReadOnlyList<ZenginFault> FaultsOf(ZenginRemitter remitter, ZenginProfile profile) => Line(remitter, DateOnly.MinValue, profile).Faults;

    /// <param name="remitter">Who pays.</param>
    /// <param name="day">When: a bank's business day. Month and day stand in the file, the year does not.</param>
    /// <param name="payments">1 to <see cref="PaymentsMax"/>.</param>
    /// <param name="profile">The paying bank's ways.</param>
    /// <exception cref="ZenginException">Something cannot be written; lists all of it.</exception>
    public static byte[] Write(ZenginRemitter remitter, DateOnly day, IReadOnlyList<ZenginPayment> payments, ZenginProfile profile)
    {
        if (payments.Count is 0 or > PaymentsMax)
        {
            throw new ZenginException([new ZenginFault(0, "合計件数", $"is {payments.Count}; expected 1 to {PaymentsMax}")]);
        }

        Yen sum = payments.Aggregate(Yen.Zero, (yen, payment) => yen + payment.Amount);
        List<ZenginLine> lines =
        [
            Line(remitter, day, profile),
            .. payments.Select((payment, index) => Line(payment, profile, index + 1)),
            new ZenginLine(payments.Count + 1).Fixed("8").Digits("合計件数", payments.Count, 6).Digits("合計金額", sum.Amount, 12).Rest(),
            new ZenginLine(payments.Count + 2).Fixed("9").Rest(),
        ];
        ZenginFault[] faults = [.. lines.SelectMany(line => line.Faults)];
        return faults.Length == 0 ? Joined(lines, profile) : throw new ZenginException(faults);
    }

    private static byte[] Joined(List<ZenginLine> lines, ZenginProfile profile)
    {
        using MemoryStream file = new((ZenginLine.Length + 2) * lines.Count);
        foreach (ZenginLine line in lines)
        {
            file.Write(line.Bytes);
            file.Write(profile.LineEnds ? "\r\n"u8 : []);
        }

        return file.ToArray();
    }

    private static ZenginLine Line(ZenginRemitter remitter, DateOnly day, ZenginProfile profile) => new ZenginLine(0)
        .Fixed("1").Fixed(Transfers).Fixed(Jis)
        .Code("振込依頼人コード", remitter.ClientCode, 10, mayBeZeros: true)
        .Text("振込依頼人名", remitter.ClientName, 40, profile.Parties)
        .Digits("振込指定日", (day.Month * 100) + day.Day, 4)
        .Code("仕向銀行番号", remitter.Bank, 4)
        .Text("仕向銀行名", Name(remitter.BankName, profile), 15, ZenginAlphabet.Banks, isOptional: true)
        .Code("仕向支店番号", remitter.Branch, 3, mayBeZeros: true)
        .Text("仕向支店名", Name(remitter.BranchName, profile), 15, ZenginAlphabet.Banks, isOptional: true)
        .Digits("預金種目", (int)remitter.Type, 1)
        .Code("口座番号", remitter.Number, 7)
        .Rest();

    private static ZenginLine Line(ZenginPayment payment, ZenginProfile profile, int record)
    {
        ZenginLine line = new ZenginLine(record)
            .Fixed("2")
            .Code("被仕向銀行番号", payment.Bank, 4)
            .Text("被仕向銀行名", Name(payment.BankName, profile), 15, ZenginAlphabet.Banks, isOptional: true)
            .Code("被仕向支店番号", payment.Branch, 3, mayBeZeros: true)
            .Text("被仕向支店名", Name(payment.BranchName, profile), 15, ZenginAlphabet.Banks, isOptional: true)
            .Fixed(NoClearingHouse)
            .Digits("預金種目", (int)payment.Type, 1)
            .Code("口座番号", payment.Number, 7)
            .Text("受取人名", payment.Holder, 30, profile.Parties)
            .Digits("振込金額", payment.Amount >= new Yen(1) ? payment.Amount.Amount : -1, 10)
            .Digits("新規コード", payment.Novelty.ToString(), 1);
        line = profile.Edi
            ? line.Text("EDI情報", payment.Reference, 20, ZenginAlphabet.Edi)
            : line.Digits("顧客コード", payment.Reference, 20);
        return line.Fixed(profile.Designation.ToString()).Fixed(profile.Edi ? "Y" : " ").Rest();
    }

    private static string Name(string name, ZenginProfile profile) => profile.BankNames ? name : string.Empty;
}

/// <summary>A file cannot be written.</summary>
public sealed class ZenginException : Exception
{
    public ZenginException()
        : this([])
    {
    }

    public ZenginException(string message)
        : base(message) => Faults = [];

    public ZenginException(string message, Exception innerException)
        : base(message, innerException) => Faults = [];

    public ZenginException(IReadOnlyList<ZenginFault> faults)
        : base($"The file cannot be written: {string.Join("; ", faults.Take(10))}.") => Faults = faults;

    public IReadOnlyList<ZenginFault> Faults { get; }
}
