using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication;

/// <summary>
/// Signs each attempt with the resource's access key. It stands behind the retry policy, so a repeated attempt carries a
/// fresh date, and so that whatever a per-call policy made of the content is what gets hashed.
/// </summary>
internal sealed class AccessKeyPolicy(AzureKeyCredential credential, TimeProvider time) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using MemoryStream body = new(capacity: 1024);
        message.Request.Content?.WriteTo(body, message.CancellationToken);
        Sign(message.Request, body);
        ProcessNext(message, pipeline);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using MemoryStream body = new(capacity: 1024);
        if (message.Request.Content is { } content)
        {
            await content.WriteToAsync(body, message.CancellationToken);
        }

        Sign(message.Request, body);
        await ProcessNextAsync(message, pipeline);
    }

    private void Sign(Request request, MemoryStream body)
    {
        Uri address = request.Uri.ToUri();
        string date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        string contentHash = Convert.ToBase64String(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        string signed = $"{request.Method.Method}\n{address.PathAndQuery}\n{date};{address.Authority};{contentHash}";
        string signature = Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(credential.Key), Encoding.UTF8.GetBytes(signed)));

        request.Headers.SetValue("x-ms-content-sha256", contentHash);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue(HttpHeader.Names.Date, date);
        request.Headers.SetValue(HttpHeader.Names.Authorization, $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
    }
}
