using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Tests.Local.Communication;

/// <summary>Puts a chosen repeatability id where the SMS client draws a random one: the seam that the app relies on.</summary>
internal sealed class FixedRequestIdPolicy(Guid id) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Rewrite(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Rewrite(message);
        return ProcessNextAsync(message, pipeline);
    }

    private void Rewrite(HttpMessage message)
    {
        using MemoryStream body = new();
        message.Request.Content!.WriteTo(body, CancellationToken.None);
        JsonNode json = JsonNode.Parse(body.ToArray())!;
        foreach (JsonNode? recipient in json["smsRecipients"]!.AsArray())
        {
            recipient!["repeatabilityRequestId"] = id.ToString();
        }

        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(json));
    }
}
