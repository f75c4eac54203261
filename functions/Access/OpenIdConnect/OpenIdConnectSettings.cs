using System.ComponentModel.DataAnnotations;

namespace Compensation.Access.OpenIdConnect;

/// <summary>A provider of OpenID Connect by which people sign in. Section <c>OpenIdConnect</c>.</summary>
public sealed class OpenIdConnectSettings : IValidatableObject
{
    public const string Section = "OpenIdConnect";

    /// <summary>The provider's issuer, such as <c>https://login.example.jp/realms/office</c>; empty where there is none.</summary>
    public string Authority { get; init; } = string.Empty;

    /// <summary>As what the app is registered there, with <c>{Access:PublicBaseUrl}/sign-in/callback</c> to come back to.</summary>
    public string ClientId { get; init; } = string.Empty;

    public string ClientSecret { get; init; } = string.Empty;

    /// <summary>The claim that names somebody's roles.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim that says how colleagues know him.</summary>
    public string NameClaim { get; init; } = "name";

    /// <summary>
    /// What is asked for besides <c>openid</c> and <c>profile</c>, separated by blanks. Most providers give a refresh token, by which they can be asked again, for
    /// <c>offline_access</c>; some give one in any case.
    /// </summary>
    public string Scopes { get; init; } = "offline_access";

    /// <summary>
    /// After how long the provider is asked again what somebody may do, with his next request: none for every request, 5 minutes at most. What is taken away there holds here
    /// after so long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the provider may take to answer; a longer one counts as silence.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AnswersWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long, beyond that, sessions go on while the provider does not answer, or has given nothing to ask it by; up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WithoutAnswer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What the provider calls each role, where it is not the role's own name: <c>OpenIdConnect:RoleValues:finance</c>.</summary>
    public Dictionary<string, string> RoleValues { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsThere => Authority.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsThere)
        {
            return [];
        }

        List<ValidationResult> wrong = [.. RoleClaims.Validate(Section, RoleValues)];
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            wrong.Add(new ValidationResult($"{Section}:Authority is '{Authority}'; expected https://….", [nameof(Authority)]));
        }

        if (ClientId.Length == 0)
        {
            wrong.Add(new ValidationResult($"{Section}:ClientId is missing.", [nameof(ClientId)]));
        }

        return wrong;
    }
}
