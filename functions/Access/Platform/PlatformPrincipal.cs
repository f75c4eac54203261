using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Platform;

/// <summary>Whom the platform says to have signed in: the header <c>X-MS-CLIENT-PRINCIPAL</c>, base64 of JSON with claims.</summary>
internal static class PlatformPrincipal
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";
    /// <summary>What ids of persons begin with who come this way.</summary>
    public const string Way = "entra";

    private const int NameLengthMax = 100;
    private const string ObjectId = "http://schemas.microsoft.com/identity/claims/objectidentifier";
    private const string Tenant = "http://schemas.microsoft.com/identity/claims/tenantid";
    private const string NameIdentifier = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier";

    /// <returns>The person, or null where the header is absent, cannot be read, or is of another directory than it must be.</returns>
    public static Person? Read(HttpRequest request, PlatformOptions options) =>
        request.Headers[Header] is [{ Length: > 0 } header] && Decode(header) is { Claims: { } claims } principal ? PersonOf(principal, [.. claims.OfType<Claim>()], options) : null;

    private static Person? PersonOf(Principal principal, IReadOnlyList<Claim> claims, PlatformOptions options)
    {
        string? tenant = First(claims, Tenant, "tid");
        if (options.TenantId.Length > 0 && !string.Equals(options.TenantId, tenant, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (First(claims, ObjectId, "oid", NameIdentifier, "sub") is not { Length: > 0 } subject)
        {
            return null;
        }

        string name = First(claims, "name", principal.NameType, "preferred_username") ?? subject;
        IEnumerable<string> roles = claims.Where(claim => claim.Type == "roles" || claim.Type == principal.RoleType).Select(claim => claim.Value ?? string.Empty);
        return new Person(PersonId.Of(Way, principal.Provider ?? string.Empty, tenant ?? string.Empty, subject), ForeignWords.Line(name, NameLengthMax), RoleClaims.Read(roles, options.RoleValues));
    }

    private static string? First(IReadOnlyList<Claim> claims, params ReadOnlySpan<string?> types)
    {
        foreach (string? type in types)
        {
            if (type is not null && claims.FirstOrDefault(claim => claim.Type == type)?.Value is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private static Principal? Decode(string header)
    {
        try
        {
            return JsonSerializer.Deserialize<Principal>(Convert.FromBase64String(header));
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Principal(
        [property: JsonPropertyName("auth_typ")] string? Provider,
        [property: JsonPropertyName("claims")] IReadOnlyList<Claim?>? Claims,
        [property: JsonPropertyName("name_typ")] string? NameType,
        [property: JsonPropertyName("role_typ")] string? RoleType);

    private sealed record Claim([property: JsonPropertyName("typ")] string? Type, [property: JsonPropertyName("val")] string? Value);
}
