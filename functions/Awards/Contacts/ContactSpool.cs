using System.Text;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards.Contacts;

/// <summary>Sorts a file of any size into the campaign's shards, in temporary files that only this process can open, so that only one shard's rows at a time need be in memory.</summary>
internal sealed class ContactSpool(int shards) : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly BufferedStream?[] _files = new BufferedStream?[shards];

    /// <summary>The shards that have any rows.</summary>
    public IEnumerable<int> Shards => Enumerable.Range(0, shards).Where(shard => _files[shard] is not null);

    public void Add(MemberContact row)
    {
        BufferedStream file = _files[row.Id.ShardOf(shards)] ??= new BufferedStream(TemporaryFile.Create(), BufferBytes);
        using BinaryWriter writer = new(file, Encoding.UTF8, leaveOpen: true);
        writer.Write(row.Line);
        writer.Write(row.Id.Value);
        writer.Write((ulong)(row.Member.Packed >> 64));
        writer.Write((ulong)row.Member.Packed);
        writer.Write(row.Contact.Phone ?? string.Empty);
        writer.Write(row.Contact.Email ?? string.Empty);
    }

    /// <summary>The rows of one shard in the order of the members' ids, one member's in the order of the file.</summary>
    public IReadOnlyList<MemberContact> Read(int shard)
    {
        BufferedStream file = _files[shard]!;
        file.Flush();
        file.Position = 0;
        List<MemberContact> rows = [];
        using BinaryReader reader = new(file, Encoding.UTF8, leaveOpen: true);
        while (file.Position < file.Length)
        {
            rows.Add(new MemberContact(
                reader.ReadInt64(),
                EntitlementId.FromValue(reader.ReadUInt64()),
                MemberId.FromPacked(new UInt128(reader.ReadUInt64(), reader.ReadUInt64())),
                new Contact(OrNull(reader.ReadString()), OrNull(reader.ReadString()))));
        }

        return [.. rows.OrderBy(row => row.Id).ThenBy(row => row.Member.Packed).ThenBy(row => row.Line)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BufferedStream file in _files.OfType<BufferedStream>())
        {
            await file.DisposeAsync();
        }
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
