using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Compensation.Local.Tables;

/// <summary>Answers the table service's REST requests in this process, out of a store.</summary>
internal sealed class EmbeddedTransport(EmbeddedStore store) : HttpPipelineTransport
{
    private readonly EmbeddedService _service = new(store);

    public override Request CreateRequest() => new EmbeddedRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        message.CancellationToken.ThrowIfCancellationRequested();
        Request request = message.Request;
        MemoryResponse response;
        try
        {
            response = await _service.AnswerAsync(request);
        }
        catch (ServiceErrorException refused)
        {
            response = Answers.Error(refused.Error);
        }
        catch (IOException failure)
        {
            // What a network failure is to the other transport: the pipeline tries again.
            throw new RequestFailedException(failure.Message, failure);
        }

        response.ClientRequestId = request.ClientRequestId;
        message.Response = response;
    }
}
