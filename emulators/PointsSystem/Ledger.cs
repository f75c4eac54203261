using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Emulators.PointsSystem;

/// <summary>All bookings: in memory, and line by line in a file that is written before the client has its answer, so that a killed emulator goes on where it was.</summary>
internal sealed class Ledger : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly long? _maxBytes;
    private bool _isBroken;
    private readonly List<Posting> _postings = [];
    private readonly Dictionary<Guid, Posting> _byKey = [];
    private readonly Dictionary<string, long> _granted = new(StringComparer.Ordinal);
    private Statistics _statistics = new(0, 0, 0, 0, 0, 0);

    /// <exception cref="IOException">Another emulator uses the folder.</exception>
    public Ledger(string folder, TimeProvider time, long? maxBytes = null)
    {
        EmulatorServer.MakeForOwner(folder);
        (_time, _maxBytes) = (time, maxBytes);
        _file = new FileStream(Path.Combine(folder, "points-ledger.ndjson"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Restore();
    }

    public Statistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _statistics;
            }
        }
    }

    public void CountRequest()
    {
        lock (_gate)
        {
            _statistics = _statistics with { Requests = _statistics.Requests + 1 };
        }
    }

    public IReadOnlyList<Posting> After(long sequence, int take)
    {
        lock (_gate)
        {
            return [.. _postings.Skip((int)sequence).Take(take)];
        }
    }

    /// <summary>Books an instruction, or says why not. The same key with the same instruction books nothing again.</summary>
    public Answer Book(Guid key, PostingKind kind, Instruction instruction)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out Posting? before))
            {
                return before.Says(kind, instruction) ? Count(new Answer.Repeated(before)) : Count(new Answer.KeyUsed());
            }

            string member = instruction.Member!;
            if (Members.IsUnknown(member))
            {
                return Count(new Answer.UnknownMember());
            }

            long balance = Members.HasSpentEverything(member) ? 0 : _granted.GetValueOrDefault(member);
            if (kind == PostingKind.Revocation && balance < instruction.Points)
            {
                return Count(new Answer.BalanceShort(balance));
            }

            Posting posting = new(_postings.Count + 1, _time.GetUtcNow(), key, kind, instruction.Campaign!, member, instruction.Points, instruction.Reason!);
            Write(posting);
            Take(posting);
            return Count(new Answer.Booked(posting));
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What could not be written whole is cut off at the next start; until then nothing more is written behind it.</summary>
    /// <exception cref="IOException">The ledger cannot be written.</exception>
    private void Write(Posting posting)
    {
        if (_isBroken || _file.Length >= _maxBytes)
        {
            _isBroken = true;
            throw new IOException("There is no room.");
        }

        try
        {
            JsonSerializer.Serialize(_file, posting, s_json);
            _file.WriteByte((byte)'\n');
            _file.Flush();
        }
        catch (IOException)
        {
            _isBroken = true;
            throw;
        }
    }

    private Answer Count(Answer answer)
    {
        _statistics = answer switch
        {
            Answer.Booked => _statistics with { Booked = _statistics.Booked + 1 },
            Answer.Repeated => _statistics with { Repeated = _statistics.Repeated + 1 },
            Answer.UnknownMember => _statistics with { UnknownMember = _statistics.UnknownMember + 1 },
            Answer.BalanceShort => _statistics with { BalanceShort = _statistics.BalanceShort + 1 },
            _ => _statistics with { KeyUsed = _statistics.KeyUsed + 1 },
        };
        return answer;
    }

    private void Take(Posting posting)
    {
        _postings.Add(posting);
        _byKey.Add(posting.Key, posting);
        long points = posting.Kind == PostingKind.Grant ? posting.Points : -posting.Points;
        _granted[posting.Member] = _granted.GetValueOrDefault(posting.Member) + points;
    }

    /// <summary>A last line that a kill has torn was never answered: it is cut off.</summary>
    private void Restore()
    {
        byte[] all = new byte[_file.Length];
        _file.ReadExactly(all);
        int start = 0;
        for (int end = Array.IndexOf(all, (byte)'\n'); end >= 0; end = Array.IndexOf(all, (byte)'\n', start))
        {
            Take(JsonSerializer.Deserialize<Posting>(all.AsSpan(start, end - start), s_json)!);
            start = end + 1;
        }

        _file.SetLength(start);
        _file.Position = start;
    }
}

/// <summary>What came of an instruction.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Booked(Posting Posting) : Answer;

    public sealed record Repeated(Posting Posting) : Answer;

    public sealed record KeyUsed : Answer;

    public sealed record UnknownMember : Answer;

    public sealed record BalanceShort(long Balance) : Answer;
}

/// <summary>Who is who, by the member id alone, so that a rehearsal can be repeated.</summary>
internal static class Members
{
    /// <summary>Has left the programme.</summary>
    public static bool IsUnknown(string member) => member.EndsWith("404", StringComparison.Ordinal);

    /// <summary>Spends all points at once, so that none can be withdrawn.</summary>
    public static bool HasSpentEverything(string member) => member.EndsWith("422", StringComparison.Ordinal);
}
