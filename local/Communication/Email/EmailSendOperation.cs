namespace Azure.Communication.Email;

/// <summary>
/// A send under way. Each look at its state is one request, and such requests count against the resource's quota.
/// </summary>
public class EmailSendOperation : Operation<EmailSendResult>
{
    private static readonly TimeSpan s_pollingInterval = TimeSpan.FromSeconds(5);

    private readonly string _id = null!;
    private readonly EmailClient _client = null!;
    private Response _response = null!;
    private EmailSendResult? _result;
    private RequestFailedException? _failure;

    /// <summary>For mocks.</summary>
    protected EmailSendOperation()
    {
    }

    /// <summary>Takes up an operation that was started earlier. Nothing is known of it until its state is asked for.</summary>
    public EmailSendOperation(string id, EmailClient client)
        : this(id, client, null!)
    {
    }

    internal EmailSendOperation(string id, EmailClient client, Response response) => (_id, _client, _response) = (id, client, response);

    public override string Id => _id;

    public override bool HasCompleted => _result is not null || _failure is not null;

    public override bool HasValue => _result is not null;

    /// <exception cref="InvalidOperationException">The operation has not completed.</exception>
    /// <exception cref="RequestFailedException">The operation failed or was cancelled.</exception>
    public override EmailSendResult Value =>
        _failure is not null ? throw _failure : _result ?? throw new InvalidOperationException("The operation has not completed yet.");

    public override Response GetRawResponse() => _response;

    /// <exception cref="RequestFailedException">The operation failed or was cancelled, or its state could not be had.</exception>
    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        HasCompleted ? Outcome() : Record(_client.GetSendResult(Id, cancellationToken));

    /// <inheritdoc cref="UpdateStatus"/>
    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default) =>
        HasCompleted ? Outcome() : Record(await _client.GetSendResultAsync(Id, cancellationToken));

    public override Response<EmailSendResult> WaitForCompletion(CancellationToken cancellationToken = default) =>
        WaitForCompletion(s_pollingInterval, cancellationToken);

    public override Response<EmailSendResult> WaitForCompletion(TimeSpan suggestedPollingInterval, CancellationToken cancellationToken) =>
        base.WaitForCompletion(suggestedPollingInterval, cancellationToken);

    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(s_pollingInterval, cancellationToken);

    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(TimeSpan suggestedPollingInterval, CancellationToken cancellationToken) =>
        base.WaitForCompletionAsync(suggestedPollingInterval, cancellationToken);

    private Response Record(Response<EmailSendResult> update)
    {
        _response = update.GetRawResponse();
        EmailSendStatus status = update.Value.Status;
        if (status == EmailSendStatus.Succeeded)
        {
            _result = update.Value;
        }
        else if (status == EmailSendStatus.Failed || status == EmailSendStatus.Canceled)
        {
            _failure = new RequestFailedException(_response);
        }

        return Outcome();
    }

    private Response Outcome() => _failure is null ? _response : throw _failure;
}
