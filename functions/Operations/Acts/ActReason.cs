using System.Security.Cryptography;
using Compensation.Operations.Acts.Chain;

namespace Compensation.Operations.Acts;

/// <summary>A reason as it is kept: with a drawn salt in front, so that its digest, which stays in the chain, tells nothing of it once it is gone.</summary>
internal static class ActReason
{
    private const int SaltLength = 32;

    public static string Salted(string reason) => RandomNumberGenerator.GetHexString(SaltLength, lowercase: true) + reason;

    public static string Of(string salted) => salted[SaltLength..];

    public static string DigestOf(string salted) => ChainHead.HashOf(salted);
}
