using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Common.Hosting.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace Compensation.Tests.Common.Hosting;

/// <summary>A vault with one key, over HTTPS as the real one: wraps and unwraps for whoever shows the token.</summary>
internal sealed class FakeVault : IAsyncDisposable
{
    public const string Token = "token-of-the-app";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RSA> _versions = new(StringComparer.Ordinal);
    private string _current = "v1";

    private FakeVault(WebApplication app) => _app = app;

    public Uri Key => new($"{_app.Urls.Single()}/keys/key-ring");

    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<FakeVault> StartAsync()
    {
        using RSA rsa = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        FakeVault vault = new(builder.Build());
        vault.Rotate("v1");
        vault._app.MapPost("/keys/key-ring/wrapkey", (HttpRequest asked, Question question) => vault.Answer(asked, question, vault._current, "wrapkey"));
        vault._app.MapPost("/keys/key-ring/{version}/unwrapkey", (HttpRequest asked, string version, Question question) => vault.Answer(asked, question, version, "unwrapkey"));
        await vault._app.StartAsync();
        return vault;
    }

    public void Rotate(string version) => (_versions[version], _current) = (RSA.Create(2048), version);

#pragma warning disable MA0039 // The fake vault's certificate is made on the spot and known to nobody else.
    public VaultKeyWrapper Wrapper(string token = Token) => new(
        Key,
        DelegatedTokenCredential.Create((_, _) => new AccessToken(token, DateTimeOffset.MaxValue)),
        new KeyRingServices.VaultOptions
        {
            Retry = { MaxRetries = 0 },
            Transport = new HttpClientTransport(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator }),
        });
#pragma warning restore MA0039

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Answer(HttpRequest asked, Question question, string version, string operation)
    {
        Asked.Enqueue($"{operation} {asked.Query["api-version"]} {question.Alg}");
        if (asked.Headers.Authorization != $"Bearer {Token}")
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!_versions.TryGetValue(version, out RSA? key) || question.Alg != "RSA-OAEP-256")
        {
            return Results.NotFound();
        }

        byte[] value = WebEncoders.Base64UrlDecode(question.Value);
        byte[] answer = operation == "wrapkey" ? key.Encrypt(value, RSAEncryptionPadding.OaepSHA256) : key.Decrypt(value, RSAEncryptionPadding.OaepSHA256);
        return Results.Json(new { kid = $"{Key}/{version}", value = WebEncoders.Base64UrlEncode(answer) });
    }

    private sealed record Question(string Alg, string Value);
}
