using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;

namespace Compensation.Common.Hosting.Keys;

/// <summary>
/// Wraps by a key that never leaves Azure Key Vault: <c>POST {key}/wrapkey</c> and <c>{key}/unwrapkey</c> of its REST API 7.4. What was wrapped names the key's version,
/// so that the key may be rotated.
/// </summary>
internal sealed class VaultKeyWrapper : IKeyWrapper
{
    private const string ApiVersion = "7.4";
    private const string Algorithm = "RSA-OAEP-256";
    private const string Scope = "https://vault.azure.net/.default";

    private readonly Uri _key;
    private readonly HttpPipeline _pipeline;

    /// <param name="key">The key's address, with or without a version.</param>
    /// <param name="credential">Who asks.</param>
    /// <param name="options">Retries and transport.</param>
    public VaultKeyWrapper(Uri key, TokenCredential credential, ClientOptions options)
    {
        _key = key;
        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, Scope));
    }

    public (string KeyId, byte[] Wrapped) Wrap(byte[] key)
    {
        VaultAnswer answer = Ask(_key, "wrapkey", key);
        return (answer.Kid, WebEncoders.Base64UrlDecode(answer.Value));
    }

    public byte[] Unwrap(string keyId, byte[] wrapped)
    {
        // The name comes out of the store: our token goes to our own vault's key and nowhere else.
        return Uri.TryCreate(keyId, UriKind.Absolute, out Uri? version) && IsVersionOf(version, _key)
            ? WebEncoders.Base64UrlDecode(Ask(version, "unwrapkey", wrapped).Value)
            : throw new CryptographicException($"The key ring was wrapped by {keyId}, not by {_key}.");
    }

    private static bool IsVersionOf(Uri version, Uri key) =>
        version.Scheme == key.Scheme
        && string.Equals(version.Authority, key.Authority, StringComparison.OrdinalIgnoreCase)
        && version.Segments is [_, "keys/", var name, _]
        && string.Equals(name.TrimEnd('/'), key.Segments[2].TrimEnd('/'), StringComparison.Ordinal)
        && version.Query.Length == 0;

    private VaultAnswer Ask(Uri key, string operation, byte[] value)
    {
        using HttpMessage message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri($"{key.ToString().TrimEnd('/')}/{operation}?api-version={ApiVersion}"));
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new VaultQuestion(Algorithm, WebEncoders.Base64UrlEncode(value)), JsonSerializerOptions.Web));
        _pipeline.Send(message, CancellationToken.None);
        return message.Response.IsError
            ? throw new RequestFailedException(message.Response)
            : message.Response.Content.ToObjectFromJson<VaultAnswer>(JsonSerializerOptions.Web) ?? throw new CryptographicException("The vault's answer is empty.");
    }

    private sealed record VaultQuestion(string Alg, string Value);

    private sealed record VaultAnswer(string Kid, string Value);
}
