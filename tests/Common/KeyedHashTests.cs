using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class KeyedHashTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TheoryData<string> Facts => ["", "+819012345678", "山田 花子", new string('円', 1_000)];

    [Theory]
    [MemberData(nameof(Facts))]
    public void Ids_and_look_up_keys_stay_what_they_have_always_been(string facts)
    {
        byte[] expected = HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes($"purpose\n{facts}"));
        KeyedHash hash = new(s_key);

        Assert.Equal(expected, hash.Of("purpose", facts));
        Assert.Equal(BinaryPrimitives.ReadUInt64BigEndian(expected), hash.Of64("purpose", facts));
        Assert.Equal(Convert.ToHexStringLower(expected)[..32], hash.LookUpKey("purpose", facts));
    }
}
