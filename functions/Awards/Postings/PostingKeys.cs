using Compensation.Common;

namespace Compensation.Awards.Postings;

/// <summary>Idempotency keys made from facts, so that a repeat meets itself: a version 8 UUID of 122 bits of the installation's keyed hash.</summary>
public sealed class PostingKeys(KeyedHash hash)
{
    public Guid For(PostingId posting)
    {
        Span<byte> bytes = hash.Of("posting", $"{posting.Campaign}\n{posting}").AsSpan(0, 16);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
