using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compensation.Emulators.Issuers;

/// <summary>All that was issued: in memory, and line by line in a file that is written before the client has its answer, so that a killed emulator goes on where it was.</summary>
internal sealed class Book : IDisposable
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly IssuersEmulatorOptions _options;
    private readonly List<IssuedCodes> _issued = [];
    private readonly Dictionary<(Protocol Protocol, string Key), int> _byKey = [];
    private long _worth;
    private IssuerStatistics _statistics = new(0, 0, 0, 0);

    /// <exception cref="IOException">Another emulator uses the folder.</exception>
    public Book(IssuersEmulatorOptions options)
    {
        _options = options;
        EmulatorServer.MakeForOwner(options.DataFolder);
        _file = new FileStream(Path.Combine(options.DataFolder, "issued.ndjson"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Restore();
    }

    public IssuerStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _statistics;
            }
        }
    }

    /// <summary>What is left of what was paid in; null where that does not matter.</summary>
    public long? Funds
    {
        get
        {
            lock (_gate)
            {
                return _options.Funds - _worth;
            }
        }
    }

    public void Count(Func<IssuerStatistics, IssuerStatistics> counted)
    {
        lock (_gate)
        {
            _statistics = counted(_statistics);
        }
    }

    /// <summary>Those that come after, in the order in which they were issued.</summary>
    public IReadOnlyList<IssuedCodes> After(long sequence, int take, Func<IssuedCodes, bool>? which = null)
    {
        lock (_gate)
        {
            return [.. _issued.Skip((int)sequence).Where(which ?? (_ => true)).Take(take)];
        }
    }

    /// <summary>Issues a code, or says why not. The same key with the same content issues nothing again.</summary>
    public Outcome Issue(Protocol protocol, string key, string campaign, string product, long yen)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue((protocol, key), out int place))
            {
                IssuedCodes before = _issued[place];
                _statistics = _statistics with { Repeated = _statistics.Repeated + 1 };
                return !before.Says(campaign, product, yen) ? new Outcome.KeyUsed() : before.TakenBackAt is not null ? new Outcome.TakenBack() : new Outcome.Issued(before, IsNew: false);
            }

            if (protocol == Protocol.Amazon && _options.Funds - _worth < yen)
            {
                return new Outcome.NoFunds();
            }

            long sequence = _issued.Count + 1;
            IssuedCodes codes = new(sequence, _options.Time.GetUtcNow(), protocol, key, campaign, product, yen, CodeOf(protocol, key), $"{(protocol == Protocol.Amazon ? "A" : "H-")}{sequence:d10}");
            Write(codes);
            Take(codes);
            _statistics = _statistics with { Issued = _statistics.Issued + 1 };
            return new Outcome.Issued(codes, IsNew: true);
        }
    }

    public Outcome Find(Protocol protocol, string key)
    {
        lock (_gate)
        {
            return !_byKey.TryGetValue((protocol, key), out int place) ? new Outcome.Unknown()
                : _issued[place].TakenBackAt is not null ? new Outcome.TakenBack()
                : new Outcome.Issued(_issued[place], IsNew: false);
        }
    }

    /// <summary>Takes back what was issued under a key, while there is time.</summary>
    public Outcome TakeBack(Protocol protocol, string key, string? reference)
    {
        lock (_gate)
        {
            DateTimeOffset now = _options.Time.GetUtcNow();
            if (!_byKey.TryGetValue((protocol, key), out int place) || (reference is not null && _issued[place].Reference != reference))
            {
                return new Outcome.Unknown();
            }

            IssuedCodes codes = _issued[place];
            if (codes.TakenBackAt is null && now > codes.At + _options.TakenBackWithin)
            {
                return new Outcome.TooLate();
            }

            if (codes.TakenBackAt is null)
            {
                codes = codes with { TakenBackAt = now };
                Write(codes);
                Take(codes);
            }

            return new Outcome.Issued(codes, IsNew: false);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>As each protocol writes its codes, drawn from the key, so that a rehearsal can be repeated.</summary>
    private static string CodeOf(Protocol protocol, string key)
    {
        byte[] drawn = SHA256.HashData(Encoding.UTF8.GetBytes($"{protocol}\n{key}"));
        string letters = string.Concat(drawn.Select(value => Letters[value % Letters.Length]));
        return protocol == Protocol.Amazon ? $"{letters[..4]}-{letters[4..10]}-{letters[10..15]}" : $"{letters[..4]}-{letters[4..8]}-{letters[8..12]}-{letters[12..16]}";
    }

    private void Write(IssuedCodes codes)
    {
        JsonSerializer.Serialize(_file, codes, s_json);
        _file.WriteByte((byte)'\n');
        _file.Flush();
    }

    /// <summary>A line with a sequence that is there already replaces it: what it says has been taken back.</summary>
    private void Take(IssuedCodes codes)
    {
        if (codes.Sequence <= _issued.Count)
        {
            _worth -= _issued[(int)codes.Sequence - 1] is { Protocol: Protocol.Amazon, TakenBackAt: null } && codes.TakenBackAt is not null ? codes.Yen : 0;
            _issued[(int)codes.Sequence - 1] = codes;
            return;
        }

        _byKey.Add((codes.Protocol, codes.Key), _issued.Count);
        _issued.Add(codes);
        _worth += codes is { Protocol: Protocol.Amazon, TakenBackAt: null } ? codes.Yen : 0;
    }

    /// <summary>A last line that a kill has torn was never answered: it is cut off.</summary>
    private void Restore()
    {
        byte[] all = new byte[_file.Length];
        _file.ReadExactly(all);
        int start = 0;
        for (int end = Array.IndexOf(all, (byte)'\n'); end >= 0; end = Array.IndexOf(all, (byte)'\n', start))
        {
            Take(JsonSerializer.Deserialize<IssuedCodes>(all.AsSpan(start, end - start), s_json)!);
            start = end + 1;
        }

        _file.SetLength(start);
        _file.Position = start;
    }
}
