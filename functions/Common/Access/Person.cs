namespace Compensation.Common.Access;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Name">As colleagues know him.</param>
/// <param name="Roles">What he may do, as of this request.</param>
public sealed record Person(PersonId Id, string Name, Roles Roles)
{
    public bool IsAny(Roles roles) => (Roles & roles) != Roles.None;
}

/// <summary>Tells persons apart, where one thing needs two.</summary>
public interface IPersons
{
    /// <summary>
    /// Whether both accounts are one person's: the same, or declared to be, at the time of asking. Ask when the second acts, with what was recorded of the first.
    /// </summary>
    Task<bool> AreOneAsync(PersonId one, PersonId other, CancellationToken cancellationToken);
}
