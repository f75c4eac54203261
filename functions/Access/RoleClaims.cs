using System.ComponentModel.DataAnnotations;
using Compensation.Common.Access;

namespace Compensation.Access;

/// <summary>Reads roles out of what a directory says of somebody.</summary>
internal static class RoleClaims
{
    /// <param name="claimed">The values of the claim.</param>
    /// <param name="values">What the directory calls each role; its own name where it is not listed.</param>
    /// <returns>Those known; other values are somebody else's affair.</returns>
    public static Roles Read(IEnumerable<string> claimed, Dictionary<string, string> values)
    {
        HashSet<string> said = new(claimed, StringComparer.OrdinalIgnoreCase);
        return RoleNames.All.Where(role => said.Contains(values.GetValueOrDefault(RoleNames.NameOf(role), RoleNames.NameOf(role)))).Aggregate(Roles.None, (all, role) => all | role);
    }

    public static IEnumerable<ValidationResult> Validate(string section, Dictionary<string, string> values) =>
        from name in values.Keys
        where RoleNames.Parse([name]) is null
        select new ValidationResult($"{section}:RoleValues:{name} names no role; expected {string.Join(", ", Enum.GetValues<Roles>().Where(role => role != Roles.None).Select(RoleNames.NameOf))}.", [name]);
}
