namespace Compensation.Notices.Providers;

/// <summary>
/// Stands for a provider that a message may have left with and that this installation no longer knows: nobody can say what became of it,
/// and nobody else may send it again.
/// </summary>
internal sealed class AbsentProvider(NoticeChannel channel, string provider) : INoticeSender
{
    public NoticeChannel Channel => channel;

    public string Provider => provider;

    public Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Unsettled($"the provider '{provider}' is not configured any more"));
}
