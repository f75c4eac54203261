using System.ComponentModel.DataAnnotations;

namespace Compensation.Access.Machines;

/// <summary>
/// The keys of machines, by name: section <c>FunctionKeys</c>, such as <c>FunctionKeys:Default</c>. One named after a function opens that one only, any other whatever the
/// table lets machines do. Without any, no machine is let in.
/// </summary>
public sealed class FunctionKeyOptions : IValidatableObject
{
    public const string Section = "FunctionKeys";

    private const int LengthMin = 16;

    /// <summary>What Azure leaves in a setting whose secret it cannot read: whoever knows the installation can guess it.</summary>
    private const string Unresolved = "@Microsoft.KeyVault(";

    public Dictionary<string, string> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from key in Keys
        where key.Value.Length < LengthMin || key.Value.StartsWith(Unresolved, StringComparison.OrdinalIgnoreCase)
        select new ValidationResult($"{Section}:{key.Key} is no key; expected at least {LengthMin} characters drawn by chance, and no reference that Azure has not resolved.", [key.Key]);
}
