using System.Security.Cryptography;
using System.Text;
using Azure;

namespace Compensation.Operations.Acts.Chain;

/// <summary>Where a chain of acts ends: how many links it has, and the hash of the last.</summary>
/// <param name="Sequence">0 for a chain without links.</param>
/// <param name="Hash">SHA-256 of (hash before, SHA-256 of the link's content), in hex; before the first link that of a heading that names the list.</param>
internal sealed record ChainHead(long Sequence, string Hash)
{
    /// <summary>The row's version; null where there is no row yet.</summary>
    public ETag? Tag { get; init; }

    public static ChainHead Beginning(string partition) => new(0, HashOf($"compensation-acts-1\n{partition}\n"));

    public ChainHead After(string content) => new(Sequence + 1, HashAfter(Hash, content)) { Tag = Tag };

    public static string HashAfter(string before, string content) => HashOf($"{before}\n{HashOf(content)}");

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
