using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Compensation.Bench.Sending;

/// <summary>The limit: one HttpClient, as many loops as requests may be open, nothing stored, nothing signed.</summary>
internal sealed class BareLoop(WorkerOrder order) : IContestant
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = order.Concurrency }) { BaseAddress = order.Provider };
    private readonly string _firstSent = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
    private int _next;

    public long? StorageRequests => 0;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EnqueueAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, order.Concurrency).Select(_ => SendInTurnAsync(cancellationToken)));

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendInTurnAsync(CancellationToken cancellationToken)
    {
        for (int index = Interlocked.Increment(ref _next) - 1; index < order.Recipients; index = Interlocked.Increment(ref _next) - 1)
        {
            using ByteArrayContent body = new(Encoding.UTF8.GetBytes(Recipients.BodyFor(index, Guid.NewGuid(), _firstSent)));
            body.Headers.ContentType = Json;
            using HttpResponseMessage answer = await _http.PostAsync("sms?api-version=2021-03-07", body, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                throw new InvalidOperationException($"The provider answered {(int)answer.StatusCode}.");
            }
        }
    }
}
