using System.Globalization;
using Azure;
using Azure.Communication.Sms;

namespace Compensation.Bench.Sending;

/// <summary>The same loop through the SMS client that the app uses: what signing and the Azure pipeline cost before anything is stored.</summary>
internal sealed class BareSdkLoop(WorkerOrder order) : IContestant
{
    private static readonly SmsSendOptions Reported = new(enableDeliveryReport: true) { Tag = Guid.Empty.ToString() };

    private readonly SmsClient _client = new(ConnectionStringOf(order.Provider));
    private int _next;

    public long? StorageRequests => 0;

    /// <summary>The provider does not check the key, but the client signs with it.</summary>
    public static string ConnectionStringOf(Uri provider) => $"endpoint={provider};accesskey={Convert.ToBase64String(new byte[64])}";

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EnqueueAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, order.Concurrency).Select(_ => SendInTurnAsync(cancellationToken)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SendInTurnAsync(CancellationToken cancellationToken)
    {
        for (int index = Interlocked.Increment(ref _next) - 1; index < order.Recipients; index = Interlocked.Increment(ref _next) - 1)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"【くまもと再発見の旅】クーポン補償のお受取り\nhttps://r.example.jp/r/{index:d20}");
            Response<SmsSendResult> answer = await _client.SendAsync(Recipients.From, Recipients.NumberOf(index), text, Reported, cancellationToken);
            if (!answer.Value.Successful)
            {
                throw new InvalidOperationException($"The provider answered {answer.Value.HttpStatusCode}.");
            }
        }
    }
}
