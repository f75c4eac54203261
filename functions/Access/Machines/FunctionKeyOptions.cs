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

    public Dictionary<string, string> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from key in Keys
        where key.Value.Length < LengthMin
        select new ValidationResult($"{Section}:{key.Key} is no key; expected at least {LengthMin} characters drawn by chance.", [key.Key]);
}
