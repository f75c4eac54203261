using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Access;

/// <summary>Who sends a request: a person, a machine with a function key, or nobody that is known. A machine is never one of two persons.</summary>
public sealed class Caller
{
    public static readonly Caller Unknown = new();

    private Caller()
    {
    }

    /// <summary>The person, where one is signed in.</summary>
    public Person? Person { get; private init; }

    /// <summary>The name of the function key, where one was shown and nobody is signed in.</summary>
    public string? Machine { get; private init; }

    /// <summary>Who it is, as it stands in records: a person's id, <c>machine:{key}</c>, or nothing.</summary>
    public string Subject => Person?.Id.Value ?? (Machine is null ? string.Empty : $"machine:{Machine}");

    public static Caller Of(Person person) => new() { Person = person };

    public static Caller OfMachine(string key) => new() { Machine = key };

    /// <summary>As it was found out before the function ran.</summary>
    public static Caller Of(HttpContext http) => http.Items[typeof(Caller)] as Caller ?? Unknown;

    internal void StandIn(HttpContext http) => http.Items[typeof(Caller)] = this;
}
