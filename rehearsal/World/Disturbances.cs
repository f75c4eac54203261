using Compensation.Emulators.Communication;
using Compensation.Emulators.PointsSystem;
using Compensation.Rehearsal.Report;

namespace Compensation.Rehearsal.World;

/// <summary>Disturbs a system outside for as long as the application has something to do with it. Which requests are disturbed, and how, follows from their keys, so that one seed has one course.</summary>
internal sealed class Disturbances
{
    /// <summary>One request in so many, in a small rehearsal.</summary>
    private const int OneInAtLeast = 15;

    /// <summary>So many in a large one, about.</summary>
    private const int RequestsAtMost = 400;

    private readonly RehearsedWorld _world;
    private readonly Action<int> _disturb;
    private readonly Func<(long Throttled, long Failed, long Unanswered)> _met;

    /// <param name="world">Whose time it is.</param>
    /// <param name="disturb">Has one request in so many disturbed from now on; 0: none.</param>
    /// <param name="met">How many have been, since this start.</param>
    private Disturbances(RehearsedWorld world, Action<int> disturb, Func<(long Throttled, long Failed, long Unanswered)> met) => (_world, _disturb, _met) = (world, disturb, met);

    /// <summary>Null where the rehearsal is to go undisturbed.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<PointsSystemEmulatorHost> system) => !world.Options.Faults ? null : new Disturbances(
        world, oneIn => system().Faults = new PointsSystemFaults { OneIn = oneIn }, () => system().Disturbed);

    /// <summary>Null where the rehearsal is to go undisturbed.</summary>
    public static Disturbances? Of(RehearsedWorld world, Func<CommunicationEmulatorHost> providers) => !world.Options.Faults ? null : new Disturbances(
        world, oneIn => providers().Faults = new EmulatorFaults { OneIn = oneIn }, () => providers().Disturbed);

    /// <summary>How many requests have been disturbed since this start.</summary>
    public Disturbance Met => _met() is var met ? new((int)met.Throttled, (int)met.Failed, (int)met.Unanswered) : default;

    public void Plan(DateTimeOffset from, DateTimeOffset until)
    {
        DateTimeOffset now = _world.Clock.GetUtcNow();
        if (now < until)
        {
            Set(from > now ? from : now, Math.Max(OneInAtLeast, _world.Options.People / RequestsAtMost));
            Set(until, 0);
        }
    }

    private void Set(DateTimeOffset at, int oneIn) => _world.At(at, () =>
    {
        _disturb(oneIn);
        return Task.CompletedTask;
    });
}
