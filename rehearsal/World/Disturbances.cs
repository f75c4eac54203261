using Compensation.Emulators.Communication;
using Compensation.Emulators.PointsSystem;
using Compensation.Rehearsal.Report;

namespace Compensation.Rehearsal.World;

/// <summary>Disturbs a system outside every few hours, a little each time, for as long as the application has something to do with it.</summary>
internal sealed class Disturbances
{
    private const int PeoplePerRequest = 2_000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(3);

    private readonly RehearsedWorld _world;
    private readonly Action<Disturbance> _begin;
    private readonly Func<Disturbance> _left;
    private readonly int _requests;
    private Disturbance _begun;
    private Disturbance _met;

    /// <param name="world">Whose time it is.</param>
    /// <param name="begin">Has the next requests disturbed, and forgets what is left of the disturbance before.</param>
    /// <param name="left">How much of the last disturbance no request has met yet.</param>
    private Disturbances(RehearsedWorld world, Action<Disturbance> begin, Func<Disturbance> left)
    {
        (_world, _begin, _left) = (world, begin, left);
        _requests = Math.Max(1, world.Options.People / PeoplePerRequest);
    }

    /// <summary>Null where the rehearsal is to go undisturbed.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<PointsSystemEmulatorHost> system) => !world.Options.Faults ? null : new Disturbances(
        world,
        next => system().Faults = new PointsSystemFaults { ThrottleNext = next.Throttled, FailNext = next.Failed, DropNext = next.Unanswered },
        () => system().Faults is var left ? new Disturbance(left.ThrottleNext, left.FailNext, left.DropNext) : default);

    /// <summary>Null where the rehearsal is to go undisturbed.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<CommunicationEmulatorHost> providers) => !world.Options.Faults ? null : new Disturbances(
        world,
        next => providers().Faults = new EmulatorFaults { ThrottleNext = next.Throttled, FailNext = next.Failed, DropNext = next.Unanswered },
        () => providers().Faults is var left ? new Disturbance(left.ThrottleNext, left.FailNext, left.DropNext) : default);

    /// <summary>How many requests have been disturbed since this start.</summary>
    public Disturbance Met => _met + (_begun - _left());

    public void Plan(DateTimeOffset from, DateTimeOffset until)
    {
        DateTimeOffset now = _world.Clock.GetUtcNow();
        _world.At(from > now ? from : now, () =>
        {
            bool ends = _world.Clock.GetUtcNow() >= until;
            Begin(ends ? default : new Disturbance(_requests, _requests, _requests));
            if (!ends)
            {
                Plan(_world.Clock.GetUtcNow() + Interval, until);
            }

            return Task.CompletedTask;
        });
    }

    private void Begin(Disturbance next)
    {
        _met = Met;
        _begun = next;
        _begin(next);
    }
}
