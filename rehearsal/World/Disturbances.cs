using Compensation.Emulators.Communication;
using Compensation.Emulators.PointsSystem;
using Compensation.Rehearsal.Report;

namespace Compensation.Rehearsal.World;

/// <summary>Disturbs a system outside every few hours, a little each time, for as long as the application has something to do with it.</summary>
internal sealed class Disturbances
{
    private const int PeoplePerRequest = 2_000;

    /// <summary>Postings for each one that is disturbed.</summary>
    private const int PostingsPerDisturbed = 15;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(3);

    private readonly RehearsedWorld _world;
    private readonly Action<Disturbance> _begin;
    private readonly Func<Disturbance, Disturbance> _metOf;
    private readonly int _requests;
    private Disturbance _begun;
    private Disturbance _met;

    /// <param name="world">Whose time it is.</param>
    /// <param name="begin">Has the next requests disturbed, and forgets what is left of the disturbance before.</param>
    /// <param name="metOf">How much of the last disturbance requests have met.</param>
    private Disturbances(RehearsedWorld world, Action<Disturbance> begin, Func<Disturbance, Disturbance> metOf)
    {
        (_world, _begin, _metOf) = (world, begin, metOf);
        _requests = Math.Max(1, world.Options.People / PeoplePerRequest);
    }

    /// <summary>Null where the rehearsal is to go undisturbed. Which postings are disturbed follows from their keys, so that one seed has one course.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<PointsSystemEmulatorHost> system)
    {
        Disturbance before = default;
        return !world.Options.Faults ? null : new Disturbances(
            world,
            next =>
            {
                before = Sum(system());
                system().Faults = new PointsSystemFaults { OneIn = next == default ? 0 : PostingsPerDisturbed };
            },
            _ => Sum(system()) - before);

        static Disturbance Sum(PointsSystemEmulatorHost host) => new((int)host.Disturbed.Throttled, (int)host.Disturbed.Failed, (int)host.Disturbed.Unanswered);
    }

    /// <summary>Null where the rehearsal is to go undisturbed.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<CommunicationEmulatorHost> providers) => !world.Options.Faults ? null : new Disturbances(
        world,
        next => providers().Faults = new EmulatorFaults { ThrottleNext = next.Throttled, FailNext = next.Failed, DropNext = next.Unanswered },
        begun => providers().Faults is var left ? begun - new Disturbance(left.ThrottleNext, left.FailNext, left.DropNext) : default);

    /// <summary>How many requests have been disturbed since this start.</summary>
    public Disturbance Met => _met + _metOf(_begun);

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
