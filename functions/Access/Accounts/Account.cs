using Azure;
using Compensation.Common;
using Compensation.Common.Access;

namespace Compensation.Access.Accounts;

/// <summary>What is known of somebody who can sign in, whichever way he comes.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Name">As colleagues know him.</param>
/// <param name="Roles">What he may do.</param>
/// <param name="CreatedAt">Since when, UTC.</param>
public sealed record Account(PersonId Id, string Name, Roles Roles, DateTimeOffset CreatedAt)
{
    /// <summary>Whether he is shut out.</summary>
    public bool Disabled { get; init; }

    /// <summary>Counted up to end every session there is.</summary>
    public int Stamp { get; init; }

    /// <summary>Of a local account: by what he signs in.</summary>
    public LocalSecrets? Local { get; init; }

    /// <summary>Of a local account whose <see cref="Local"/> cannot be read any more: what is stored. It stays, as its key may come back, until its owner is invited again.</summary>
    public string? UnreadableLocal { get; init; }

    /// <summary>Whether it is the app's own, and not a directory's.</summary>
    public bool IsLocal => Local is not null || UnreadableLocal is not null;

    /// <summary>The newest time step whose code was accepted; none before it is accepted again.</summary>
    public long LastStep { get; init; }

    /// <summary>By what it was made, so that a repeat is known as one.</summary>
    public RecentActs Acts { get; init; }

    public ETag Version { get; init; }

    public Person AsPerson() => new(Id, Name, Roles);
}

/// <summary>By what the owner of a local account shows that it is he.</summary>
/// <param name="SignInName">What he types.</param>
public sealed record LocalSecrets(string SignInName)
{
    /// <summary>As ASP.NET Core Identity hashes it; null before the first sign-in.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Base32 of what his authenticator app holds; null before the first sign-in.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>SHA-256, base64, of the code by which he signs in for the first time; null where he has.</summary>
    public string? FirstCodeHash { get; init; }

    /// <summary>Until when that code counts, exclusive.</summary>
    public DateTimeOffset FirstCodeEndsAt { get; init; }
}
