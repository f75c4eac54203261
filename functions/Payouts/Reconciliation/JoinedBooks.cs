using System.Text;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts.Reconciliation;

/// <summary>
/// Two lists of whatever length, joined by key in bounded memory: both are first written into small files by the key's hash, then file after file is joined. The files are nobody else's to read, and
/// gone afterwards; there are no codes in them.
/// </summary>
internal sealed class JoinedBooks : IDisposable
{
    /// <summary>With ten million entries a side some hundred megabytes of disk, and of memory a part in so many.</summary>
    private const int Files = 64;

    private readonly Lock _gate = new();
    private readonly BinaryWriter?[] _files = new BinaryWriter?[Files];

    public void Add(IssuerEntry theirs)
    {
        lock (_gate)
        {
            BinaryWriter file = Begin(isOurs: false, theirs.Key);
            file.Write(theirs.Value.Amount);
            file.Write(theirs.Reference);
        }
    }

    public void Add(string key, BookedCodes ours)
    {
        lock (_gate)
        {
            BinaryWriter file = Begin(isOurs: true, key);
            file.Write(ours.Entitlement.Value);
            file.Write((int)ours.State);
            file.Write(ours.Product);
            file.Write(ours.Value.Amount);
            file.Write(ours.Reference ?? string.Empty);
            file.Write(ours.IsNew);
        }
    }

    /// <summary>Every key of either side, once.</summary>
    public IEnumerable<JoinedEntry> Read()
    {
        foreach (BinaryWriter file in _files.OfType<BinaryWriter>())
        {
            file.Flush();
            file.BaseStream.Position = 0;
            Dictionary<string, JoinedEntry> joined = new(StringComparer.Ordinal);
            using BinaryReader reader = new(file.BaseStream, Encoding.UTF8, leaveOpen: true);
            while (file.BaseStream.Position < file.BaseStream.Length)
            {
                ReadInto(joined, reader);
            }

            foreach (JoinedEntry entry in joined.Values)
            {
                yield return entry;
            }
        }
    }

    public void Dispose()
    {
        foreach (BinaryWriter? file in _files)
        {
            file?.Dispose();
        }
    }

    private BinaryWriter Begin(bool isOurs, string key)
    {
        ref BinaryWriter? file = ref _files[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Files];
        file ??= new BinaryWriter(new BufferedStream(TemporaryFile.Create(), 1 << 14), Encoding.UTF8);
        file.Write(isOurs);
        file.Write(key);
        return file;
    }

    private static void ReadInto(Dictionary<string, JoinedEntry> joined, BinaryReader reader)
    {
        bool isOurs = reader.ReadBoolean();
        string key = reader.ReadString();
        JoinedEntry before = joined.GetValueOrDefault(key) ?? new JoinedEntry(key, null, Yen.Zero, []);
        if (isOurs)
        {
            EntitlementId id = EntitlementId.FromValue(reader.ReadUInt64());
            EntitlementState state = (EntitlementState)reader.ReadInt32();
            string product = reader.ReadString();
            Yen value = new(reader.ReadInt64());
            string reference = reader.ReadString();
            joined[key] = before with { Ours = new BookedCodes(id, state, product, value, reference.Length == 0 ? null : reference, reader.ReadBoolean()) };
        }
        else
        {
            joined[key] = before with { TheirValue = before.TheirValue + new Yen(reader.ReadInt64()), TheirReferences = [.. before.TheirReferences, reader.ReadString()] };
        }
    }
}

/// <summary>What our books say of one claim.</summary>
/// <param name="Entitlement">Whose.</param>
/// <param name="State">What has become of the right.</param>
/// <param name="Product">What was chosen.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="Reference">The issuer's, as it was recorded; null where no code is on record.</param>
/// <param name="IsNew">Recorded so late that the issuer's list need not have it.</param>
internal sealed record BookedCodes(EntitlementId Entitlement, EntitlementState State, string Product, Yen Value, string? Reference, bool IsNew);

/// <summary>What both sides say under one key.</summary>
internal sealed record JoinedEntry(string Key, BookedCodes? Ours, Yen TheirValue, IReadOnlyList<string> TheirReferences)
{
    public bool IsTheirs => TheirReferences.Count > 0;

    /// <summary>Ours is on record as handed out.</summary>
    public bool IsOurs => Ours?.Reference is not null;

    /// <summary>An amount that is made up of several codes has their references joined by +, which may stand in an issuer's own reference too.</summary>
    public bool Agrees => IsTheirs && Ours is { Reference: { } reference } && Ours.Value == TheirValue && PartsOf(TheirReferences).SequenceEqual(PartsOf([reference]), StringComparer.Ordinal);

    private static IEnumerable<string> PartsOf(IReadOnlyList<string> references) => references.SelectMany(one => one.Split('+')).Order(StringComparer.Ordinal);
}
