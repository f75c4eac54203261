using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Local.Tables;

/// <summary>Has the official client's requests answered in this process.</summary>
internal sealed class EmbeddedTransport(EmbeddedService service) : HttpPipelineTransport
{
    public override Request CreateRequest() => new EmbeddedRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        message.CancellationToken.ThrowIfCancellationRequested();
        Request request = message.Request;
        string? ifMatch = request.Headers.TryGetValue("If-Match", out string? given) ? given : null;
        MemoryResponse response = await service.AnswerAsync(new TableRequest(request.Method.Method, request.Uri.PathAndQuery, ifMatch, BodyOf(request.Content)));
        response.ClientRequestId = request.ClientRequestId;
        message.Response = response;
    }

    private static ReadOnlyMemory<byte> BodyOf(RequestContent? content)
    {
        if (content is null)
        {
            return default;
        }

        // Not to be disposed of: the body is the stream's own memory.
        MemoryStream body = new(content.TryComputeLength(out long length) ? checked((int)length) : 0);
        content.WriteTo(body, default);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
