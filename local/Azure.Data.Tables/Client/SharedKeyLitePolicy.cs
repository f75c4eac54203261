using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Signs each attempt with the account key, over its date and its path.</summary>
internal sealed class SharedKeyLitePolicy : HttpPipelineSynchronousPolicy
{
    private readonly TableSharedKeyCredential _credential;

    public SharedKeyLitePolicy(TableSharedKeyCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _credential = credential;
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        string date = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        Uri uri = message.Request.Uri.ToUri();
        string text = $"{date}\n/{_credential.AccountName}{uri.AbsolutePath}{ComponentOf(uri.Query)}";
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {_credential.AccountName}:{_credential.Sign(text)}");
    }

    private static string ComponentOf(string query)
    {
        foreach (string part in query.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("comp=", StringComparison.Ordinal))
            {
                return "?" + part;
            }
        }

        return "";
    }
}
