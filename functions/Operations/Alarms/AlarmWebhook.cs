using System.Net.Http.Json;
using Compensation.Common.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Operations.Alarms;

/// <summary>Posts each new alarm as JSON to an address, such as a chat's or a pager's.</summary>
internal sealed class AlarmWebhook(IOptions<AlarmOptions> options) : IAlarmWayOut, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };

    public string Name => "webhook";

    public async Task TellAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        if (options.Value.Webhook is not { } address)
        {
            return;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = JsonContent.Create(alarm, options: JsonBody.Format) };
        if (!string.IsNullOrEmpty(options.Value.WebhookToken))
        {
            request.Headers.Authorization = new("Bearer", options.Value.WebhookToken);
        }

        using HttpResponseMessage answer = await _client.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
