using Compensation.Rehearsal.World;
using OtpNet;

namespace Compensation.Rehearsal.Officials;

/// <summary>Whoever looks at a served rehearsal, as somebody of the office: he is hired in its time, and signs in at the console in his own.</summary>
internal sealed class Guest
{
    public const string SignInName = "guest";
    public const string Password = "wind over the castle hill";

    private static readonly Post s_post = new("見学者", ["operator", "supervisor", "finance"], "リハーサルの見学");

    private readonly RehearsedWorld _world;
    private readonly Staff _staff;
    private readonly Official _official;

    public Guest(RehearsedWorld world, Staff staff)
    {
        (_world, _staff) = (world, staff);
        _official = staff.Of(SignInName, Password);
    }

    /// <summary>The number that his authenticator app shows now; null before he has an account.</summary>
    public string? NumberNow => _official.Secrets.TotpSecret is { } secret ? new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime) : null;

    /// <summary>For an authenticator app; null before he has an account.</summary>
    public string? Secret => _official.Secrets.TotpSecret;

    /// <summary>Has an account made for him, unless he has one from before.</summary>
    public void Invite(CancellationToken cancellationToken) => _world.At(
        _world.Clock.GetUtcNow(), () => _staff.SitAsync(_official, s_post, () => Task.CompletedTask, () => Task.FromResult(!_official.HasAccount), cancellationToken));
}
