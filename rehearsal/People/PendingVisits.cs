using System.Buffers.Binary;
using System.Buffers.Text;

namespace Compensation.Rehearsal.People;

/// <summary>A visit that someone has made up their mind to: which link, and which product they will choose there.</summary>
/// <param name="Token">The link's 15 bytes.</param>
/// <param name="Product">The product's place among the campaign's products.</param>
internal readonly record struct Visit(UInt128 Token, byte Product)
{
    private const int TokenBytes = 15;

    /// <exception cref="FormatException">The text is not a receipt link's token.</exception>
    public static Visit Of(string token, int product)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes + 1];
        bytes.Clear();
        return Base64Url.TryDecodeFromChars(token, bytes[1..], out int written) && written == TokenBytes
            ? new Visit(BinaryPrimitives.ReadUInt128BigEndian(bytes), checked((byte)product))
            : throw new FormatException("A receipt link's token must be 15 bytes in base64url.");
    }

    public string TokenText()
    {
        Span<byte> bytes = stackalloc byte[TokenBytes + 1];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Token);
        return Base64Url.EncodeToString(bytes[1..]);
    }
}

/// <summary>Visits in the order of their time, some forty bytes each: a hundred thousand people fit into four megabytes.</summary>
internal sealed class PendingVisits
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Visit, long> _queue = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <returns>True where the visit is now the first of all.</returns>
    public bool Add(DateTimeOffset at, Visit visit)
    {
        lock (_gate)
        {
            bool first = !_queue.TryPeek(out _, out long earliest) || at.UtcTicks < earliest;
            _queue.Enqueue(visit, at.UtcTicks);
            return first;
        }
    }

    /// <summary>Takes out everything that is due.</summary>
    public IReadOnlyList<Visit> TakeDue(DateTimeOffset now)
    {
        List<Visit> due = [];
        lock (_gate)
        {
            while (_queue.TryPeek(out Visit visit, out long at) && at <= now.UtcTicks)
            {
                _queue.Dequeue();
                due.Add(visit);
            }
        }

        return due;
    }

    /// <summary>When the next visit is due, or null where nobody plans one.</summary>
    public DateTimeOffset? Next()
    {
        lock (_gate)
        {
            return _queue.TryPeek(out _, out long at) ? new DateTimeOffset(at, TimeSpan.Zero) : null;
        }
    }
}
