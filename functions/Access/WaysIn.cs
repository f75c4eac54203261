using Compensation.Access.LocalAccounts;
using Compensation.Access.OpenIdConnect;
using Compensation.Access.Platform;
using Microsoft.Extensions.Options;

namespace Compensation.Access;

/// <summary>The ways of signing in that this installation has, by its settings.</summary>
public sealed class WaysIn(IOptions<PlatformOptions> platform, IOptions<OpenIdConnectSettings> openIdConnect, IOptions<LocalAccountOptions> local)
{
    public bool Platform => platform.Value.InFront;

    public bool OpenIdConnect => openIdConnect.Value.IsThere;

    public bool Local => local.Value.Enabled;

    public bool Any => Platform || OpenIdConnect || Local;
}
