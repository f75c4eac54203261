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
        using LentBody body = new();

        // Not asked for its length before: a transaction makes all its headers to answer that, and makes them again to be written.
        request.Content?.WriteTo(body, default);
        MemoryResponse response = await service.AnswerAsync(new TableRequest(request.Method.Method, request.Uri.PathAndQuery, ifMatch, body.Written));
        response.ClientRequestId = request.ClientRequestId;
        message.Response = response;
    }
}
