using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Compensation.Local.Runtime.Execution;

/// <summary>Name-based GUIDs (RFC 4122 version 5) from the instance, the episode's time and a counter.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = Guid.Parse("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime at, int counter)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{at:o}_{counter}");
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
