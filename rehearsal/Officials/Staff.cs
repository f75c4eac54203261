using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Officials;

/// <summary>
/// The people of the office, each with an account of his own that the administrator has made. They sign in as themselves, and only where there is something to do; whoever has to wait
/// for another number of his authenticator waits.
/// </summary>
internal sealed class Staff : IDisposable
{
    /// <summary>An hour: whoever tried too often waits less.</summary>
    private const int TriesMax = 120;

    private static readonly TimeSpan NextNumber = TimeSpan.FromSeconds(31);

    private readonly RehearsedWorld _world;
    private readonly OfficialsFile _file;
    private readonly Official _administrator;
    private readonly List<Official> _hired = [];

    public Staff(RehearsedWorld world)
    {
        (_world, _file) = (world, new OfficialsFile(world.Folder.Officials));
        AdministratorSettings administrator = AdministratorSettings.Of(world.Options.Seed);
        _administrator = new Official(world.App.BaseAddress, world.OperatorsOrigin, world.Clock, _file.Of(administrator.Name, administrator.Password) with { TotpSecret = administrator.TotpSecret }, _file.Keep);
    }

    /// <summary>Somebody of the office, as he was before a restart.</summary>
    public Official Of(string signInName, string password)
    {
        Official official = new(_world.App.BaseAddress, _world.OperatorsOrigin, _world.Clock, _file.Of(signInName, password), _file.Keep);
        _hired.Add(official);
        return official;
    }

    /// <summary>Has somebody do his work, if there is any, as soon as he is signed in.</summary>
    /// <param name="official">Who.</param>
    /// <param name="post">As what he is hired, if he has no account yet.</param>
    /// <param name="work">His work.</param>
    /// <param name="isAnything">Whether there is any.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task SitAsync(Official official, Post post, Func<Task> work, Func<Task<bool>> isAnything, CancellationToken cancellationToken) =>
        SitAsync(official, post, work, isAnything, tries: 1, cancellationToken);

    public void Dispose()
    {
        _administrator.Dispose();
        _hired.ForEach(official => official.Dispose());
    }

    private async Task SitAsync(Official official, Post post, Func<Task> work, Func<Task<bool>> isAnything, int tries, CancellationToken cancellationToken)
    {
        if (!await isAnything())
        {
            return;
        }

        if ((official.HasAccount || await Administrator.TryHireAsync(_administrator, official, post, cancellationToken)) && await official.TrySignInAsync(cancellationToken))
        {
            await work();
        }
        else if (tries == TriesMax)
        {
            throw new RehearsalFailedException($"{post.Name} could not sign in for an hour.");
        }
        else
        {
            _world.At(_world.Clock.GetUtcNow() + NextNumber, () => SitAsync(official, post, work, isAnything, tries + 1, cancellationToken));
        }
    }
}

/// <summary>As what somebody is hired.</summary>
/// <param name="Name">His name.</param>
/// <param name="Roles">What he may do.</param>
/// <param name="Reason">What for.</param>
internal sealed record Post(string Name, IReadOnlyList<string> Roles, string Reason);
