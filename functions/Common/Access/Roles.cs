namespace Compensation.Common.Access;

/// <summary>What a person may be in an installation. Nobody is everything by being one of them: who steers a campaign does not release money, and who makes accounts does neither.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Looks at campaigns, waves, reports.</summary>
    Viewer = 1,

    /// <summary>Serves people: finds them, sends links again, reviews what they hand in.</summary>
    Operator = 2,

    /// <summary>Steers campaigns: files, waves, codes, rules.</summary>
    Supervisor = 4,

    /// <summary>Checks and releases what is paid into accounts.</summary>
    Finance = 8,

    /// <summary>Makes accounts, says who has which role, declares which accounts are one person's.</summary>
    Administrator = 16,
}

public static class RoleNames
{
    /// <summary>Each role by itself.</summary>
    public static IReadOnlyList<Roles> All { get; } = [Roles.Viewer, Roles.Operator, Roles.Supervisor, Roles.Finance, Roles.Administrator];

    /// <summary>Those in it, as they stand in JSON and in rows: <c>viewer</c>, <c>operator</c>, …</summary>
    public static IReadOnlyList<string> Names(this Roles roles) => [.. All.Where(role => roles.HasFlag(role)).Select(NameOf)];

    /// <returns>The roles of these names, whatever their case; null where one is none.</returns>
    public static Roles? Parse(IEnumerable<string> names)
    {
        Roles roles = Roles.None;
        foreach (string name in names)
        {
            if (All.FirstOrDefault(role => string.Equals(NameOf(role), name, StringComparison.OrdinalIgnoreCase)) is not (not Roles.None and var role))
            {
                return null;
            }

            roles |= role;
        }

        return roles;
    }

    public static string NameOf(Roles role) => role.ToString().ToLowerInvariant();
}
