using System.ComponentModel.DataAnnotations;

namespace Compensation.Operations.Acts.Anchors;

/// <summary>Where heads of the chains of acts are kept outside the store. Section <c>Audit</c>.</summary>
public sealed class AuditOptions : IValidatableObject
{
    public const string Section = "Audit";

    /// <summary>A file on another disk, beside whose name each process writes one of its own; left out: none.</summary>
    public string? AnchorFile { get; init; }

    /// <summary>A container of blobs with an immutability policy, opened by the app's identity, or by a signature in the address; left out: none.</summary>
    public Uri? AnchorContainer { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(AnchorFile) && AnchorContainer is not null)
        {
            yield return new ValidationResult($"{Section}: expected AnchorFile or AnchorContainer, not both.");
        }

        if (!string.IsNullOrEmpty(AnchorFile) && (!Path.IsPathFullyQualified(AnchorFile) || !Directory.Exists(Path.GetDirectoryName(AnchorFile))))
        {
            yield return new ValidationResult($"{Section}:AnchorFile is '{AnchorFile}'; expected a whole path of a file in a folder that exists.", [nameof(AnchorFile)]);
        }

        if (AnchorContainer is { } container && (!container.IsAbsoluteUri || (container.Scheme != Uri.UriSchemeHttps && !container.IsLoopback) || container.AbsolutePath.Length < 2))
        {
            yield return new ValidationResult($"{Section}:AnchorContainer: expected https://{{account}}.blob.core.windows.net/{{container}}.", [nameof(AnchorContainer)]);
        }
    }
}
