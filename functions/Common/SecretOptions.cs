using System.ComponentModel.DataAnnotations;

namespace Compensation.Common;

/// <summary>The keyed secrets of one installation. Section <c>Secrets</c>.</summary>
public sealed class SecretOptions
{
    public const string Section = "Secrets";

    /// <summary>
    /// Base64 of at least 32 random bytes. Receipt links, ids and look-up hashes are derived from it: whoever knows it can
    /// make links, and changing it kills every link that was sent. No default.
    /// </summary>
    [Required]
    public string HashKey { get; init; } = string.Empty;
}
