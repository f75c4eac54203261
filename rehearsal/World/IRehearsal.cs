using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.View;

namespace Compensation.Rehearsal.World;

/// <summary>A rehearsal of one kind of campaign.</summary>
internal interface IRehearsal : IAsyncDisposable
{
    RehearsedWorld World { get; }

    Progress Progress { get; }

    /// <summary>What <c>--serve</c> shows, in words.</summary>
    string ToLookAt { get; }

    /// <summary>The files that are left where <c>--data</c> was given, a line each.</summary>
    IEnumerable<string> Records { get; }

    /// <summary>Where to look while everything is kept up.</summary>
    IEnumerable<Door> Doors { get; }

    /// <summary>Who may sign in at the console; null where nobody has been invited.</summary>
    Guest? Guest => null;

    /// <summary>The number of somebody's coupon; null where there are no coupons.</summary>
    string? SampleNumber => null;

    /// <summary>When something begins that whoever looks at it day by day wants to see, UTC.</summary>
    IEnumerable<DateTimeOffset> Beginnings { get; }

    /// <summary>Plays the campaign from where it is to its end.</summary>
    Task PlayAsync(CancellationToken cancellationToken);

    /// <summary>Has the witness look at what was done, and puts the report together.</summary>
    Task<Conclusion> ConcludeAsync(CancellationToken cancellationToken);
}
