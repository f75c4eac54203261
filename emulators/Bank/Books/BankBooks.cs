using System.Globalization;
using System.Security.Cryptography;
using Compensation.Emulators.Bank.Calendar;
using Compensation.Emulators.Bank.Files;

namespace Compensation.Emulators.Bank.Books;

/// <summary>Everything that was ordered. A file is on disk before its client hears that it was accepted, and everything else follows from the files, so that a killed emulator goes on where it was.</summary>
internal sealed class BankBooks
{
    private static readonly TimeOnly s_cutOff = new(12, 0);

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly long? _maxBytes;
    private readonly List<AcceptedFile> _files = [];
    private readonly List<Payment> _payments = [];
    private readonly Dictionary<string, int> _paymentsInto = new(StringComparer.Ordinal);
    private long _bytes;

    public BankBooks(string folder, TimeProvider time, long? maxBytes)
    {
        (_folder, _time, _maxBytes) = (folder, time, maxBytes);
        EmulatorServer.MakeForOwner(folder);
        foreach (string path in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(path);
            DateOnly payOn = DateOnly.ParseExact(Path.GetFileNameWithoutExtension(path)[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Book(OrderFileReader.Read(bytes).File ?? throw new InvalidDataException($"{path} is no file that was accepted."), payOn, bytes, path);
        }
    }

    public IReadOnlyList<AcceptedFile> Files
    {
        get
        {
            lock (_gate)
            {
                return [.. _files];
            }
        }
    }

    public IReadOnlyList<Payment> Payments
    {
        get
        {
            lock (_gate)
            {
                return [.. _payments];
            }
        }
    }

    /// <summary>Accepts a file, or says why not. The same bytes again are the same file, which is carried out once.</summary>
    public (AcceptedFile? File, bool IsNew, IReadOnlyList<string> Faults) Accept(byte[] bytes)
    {
        lock (_gate)
        {
            string hash = HashOf(bytes);
            if (_files.Find(known => known.Sha256 == hash) is { } before)
            {
                return (before, false, []);
            }

            (OrderFile? read, IReadOnlyList<string> faults) = OrderFileReader.Read(bytes);
            if (read is null)
            {
                return (null, false, faults);
            }

            DateOnly payOn = NextOf(read.Month, read.Day);
            if (FaultOf(payOn) is { } late)
            {
                return (null, false, [late]);
            }

            string path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_files.Count + 1:d6}-{payOn:yyyy-MM-dd}.txt"));
            Write(path, bytes);
            return (Book(read, payOn, bytes, path), true, []);
        }
    }

    /// <summary>Of a reference; the last, where it was ordered several times.</summary>
    public Payment? Find(string reference)
    {
        lock (_gate)
        {
            return _payments.FindLast(payment => payment.Order.Reference == reference);
        }
    }

    private AcceptedFile Book(OrderFile file, DateOnly payOn, byte[] bytes, string path)
    {
        AcceptedFile accepted = new(_files.Count + 1, payOn, file.Orders.Count, file.Orders.Sum(order => order.Yen), HashOf(bytes), path);
        foreach (PaymentOrder order in file.Orders)
        {
            int before = _paymentsInto.GetValueOrDefault(order.Account);
            _paymentsInto[order.Account] = before + 1;
            _payments.Add(Payment.Of(accepted.Number, order, payOn, Fate.Of(order.Account, before)));
        }

        _files.Add(accepted);
        _bytes += bytes.Length;
        return accepted;
    }

    /// <summary>Whole or not at all, whenever the process dies.</summary>
    private void Write(string path, byte[] bytes)
    {
        if (_bytes + bytes.Length > _maxBytes)
        {
            throw new IOException("There is no room.");
        }

        File.WriteAllBytes(path + ".new", bytes);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The first such day from today on.</summary>
    private DateOnly NextOf(int month, int day)
    {
        DateOnly today = DateOnly.FromDateTime(BusinessDays.InJapan(_time.GetUtcNow()));
        return Enumerable.Range(0, 9)
            .Select(years => today.Year + years)
            .Where(year => day <= DateTime.DaysInMonth(year, month))
            .Select(year => new DateOnly(year, month, day))
            .First(found => found >= today);
    }

    /// <summary>A file has to be here by noon of the business day before.</summary>
    private string? FaultOf(DateOnly payOn) =>
        !BusinessDays.Include(payOn) ? "the day of payment is no business day"
        : _time.GetUtcNow() >= BusinessDays.At(BusinessDays.Shifted(payOn, -1), s_cutOff) ? "the file comes too late for its day of payment"
        : null;

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
