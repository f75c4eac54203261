using System.ComponentModel.DataAnnotations;
using Compensation.Common.Access;

namespace Compensation.Access.Platform;

/// <summary>Azure's own authentication in front of the app. Section <c>PlatformSignIn</c>.</summary>
public sealed class PlatformOptions : IValidatableObject
{
    public const string Section = "PlatformSignIn";

    /// <summary>
    /// Whether it is there: it removes what callers write into <c>X-MS-CLIENT-PRINCIPAL</c> and writes who has signed in. Without it anybody could write any name and role
    /// there, so that it is not looked at.
    /// </summary>
    public bool InFront { get; init; }

    /// <summary>The directory that accounts must be of; empty where the platform itself lets in one only.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>Where a person begins to sign in, on this very host.</summary>
    [RegularExpression("/[A-Za-z0-9._/-]+")]
    public string SignInPath { get; init; } = "/.auth/login/aad";

    /// <summary>Where a person signs out.</summary>
    [RegularExpression("/[A-Za-z0-9._/-]+")]
    public string SignOutPath { get; init; } = "/.auth/logout";

    /// <summary>What the directory calls each role, where it is not the role's own name: <c>PlatformSignIn:RoleValues:finance</c>.</summary>
    public Dictionary<string, string> RoleValues { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => RoleClaims.Validate(Section, RoleValues);
}
