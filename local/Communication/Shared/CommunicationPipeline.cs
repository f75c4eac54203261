using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication;

/// <summary>The two ways in which a communication client proves who it is.</summary>
internal static class CommunicationPipeline
{
    private const string Scope = "https://communication.azure.com//.default";

    public static HttpPipeline Build(ClientOptions options, AzureKeyCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return HttpPipelineBuilder.Build(options, new AccessKeyPolicy(credential, TimeProvider.System));
    }

    public static HttpPipeline Build(ClientOptions options, TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, Scope));
    }
}
