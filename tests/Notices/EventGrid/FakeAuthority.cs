using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Compensation.Tests.Notices.EventGrid;

/// <summary>Publishes, as Entra does, who signs a tenant's tokens.</summary>
internal sealed class FakeAuthority : IAsyncDisposable
{
    public const string KeyId = "key-1";

    private readonly WebApplication _app;

    private FakeAuthority(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeAuthority> StartAsync(RSA signer, string tenant)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        FakeAuthority authority = new(builder.Build());
        RSAParameters key = signer.ExportParameters(includePrivateParameters: false);
        authority._app.MapGet($"/{tenant}/v2.0/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = $"{authority.Address}{tenant}/v2.0",
            jwks_uri = $"{authority.Address}{tenant}/keys",
        }));
        authority._app.MapGet($"/{tenant}/keys", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", kid = KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } },
        }));
        await authority._app.StartAsync();
        return authority;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
