using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Adds the shared access signature to each attempt's query; one that was exchanged meanwhile takes the old one's place.</summary>
internal sealed class SasPolicy : HttpPipelineSynchronousPolicy
{
    private readonly AzureSasCredential _credential;

    public SasPolicy(AzureSasCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _credential = credential;
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        string signature = _credential.Signature.TrimStart('?');
        string query = message.Request.Uri.Query ?? "";
        if (message.TryGetProperty(nameof(SasPolicy), out object? used) && used is string old)
        {
            query = query.Replace(old, signature, StringComparison.Ordinal);
        }
        else
        {
            query = query.Length > 1 ? $"{query}&{signature}" : $"?{signature}";
        }

        message.Request.Uri.Query = query;
        message.SetProperty(nameof(SasPolicy), signature);
    }
}
