namespace Compensation.Rehearsal.Steering;

/// <summary>Says how far time is to pass, each time that it stands still.</summary>
internal interface ISteering
{
    /// <param name="now">Where it stands, UTC.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Where it is to stand still again; the end of time for the campaign's end.</returns>
    Task<DateTimeOffset> NextStopAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
