namespace Compensation.Common.Access;

/// <summary>Who may call one HTTP function.</summary>
/// <param name="Function">Its name, which is its operation's id in the description of the API.</param>
/// <param name="For">The roles that open it: any of them.</param>
/// <param name="Machines">Whether a function key opens it too.</param>
public sealed record Door(string Function, Roles For, bool Machines)
{
    /// <summary>Whether everybody may: what stands behind has proofs of its own, such as a receipt link or a provider's signature.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether every person may who is signed in, also without any role: what is his own.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether this caller may pass.</summary>
    public bool Opens(Caller caller) => IsOpen || (caller.Person is { } person ? IsOwn || person.IsAny(For) : caller.Machine is not null && Machines);
}
