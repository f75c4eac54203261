using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Email;

/// <summary>Sends e-mail through a communication resource.</summary>
/// <remarks>
/// A send is accepted as an operation, whose id the caller may choose. That the operation succeeds means the message was handed on,
/// not that it was delivered: delivery is known only from delivery reports.
/// </remarks>
public class EmailClient
{
    private readonly HttpPipeline _pipeline = null!;
    private readonly Uri _endpoint = null!;
    private readonly string _apiVersion = null!;

    /// <summary>For mocks.</summary>
    protected EmailClient()
    {
    }

    public EmailClient(string connectionString)
        : this(connectionString, new EmailClientOptions())
    {
    }

    public EmailClient(string connectionString, EmailClientOptions options)
        : this(ConnectionString.Parse(connectionString), options ?? new EmailClientOptions())
    {
    }

    public EmailClient(Uri endpoint, AzureKeyCredential credential, EmailClientOptions? options = null)
        : this(endpoint, options ??= new EmailClientOptions(), CommunicationPipeline.Build(options, credential))
    {
    }

    public EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions? options = null)
        : this(endpoint, options ??= new EmailClientOptions(), CommunicationPipeline.Build(options, credential))
    {
    }

    private EmailClient(ConnectionString connection, EmailClientOptions options)
        : this(connection.Endpoint, connection.Key, options)
    {
    }

    private EmailClient(Uri endpoint, EmailClientOptions options, HttpPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        (_endpoint, _apiVersion, _pipeline) = (endpoint, options.ApiVersion, pipeline);
    }

    /// <summary>Sends a message under a random operation id.</summary>
    /// <inheritdoc cref="Send(WaitUntil,EmailMessage,Guid,CancellationToken)"/>
    public virtual EmailSendOperation Send(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        Send(wait, message, Guid.NewGuid(), cancellationToken);

    /// <inheritdoc cref="Send(WaitUntil,EmailMessage,CancellationToken)"/>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(wait, message, Guid.NewGuid(), cancellationToken);

    /// <summary>Sends a message under the given operation id.</summary>
    /// <exception cref="ArgumentException">The message lacks a sender, a recipient, a subject, a body, or a part of one of these.</exception>
    /// <exception cref="RequestFailedException">The message was not accepted, or, when waiting, the operation failed.</exception>
    public virtual EmailSendOperation Send(WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default)
    {
        using HttpMessage http = ComposeSend(message, operationId);
        _pipeline.Send(http, cancellationToken);
        EmailSendOperation operation = Started(http.Response);
        if (wait == WaitUntil.Completed)
        {
            operation.WaitForCompletion(cancellationToken);
        }

        return operation;
    }

    /// <inheritdoc cref="Send(WaitUntil,EmailMessage,Guid,CancellationToken)"/>
    public virtual async Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default)
    {
        using HttpMessage http = ComposeSend(message, operationId);
        await _pipeline.SendAsync(http, cancellationToken);
        EmailSendOperation operation = Started(http.Response);
        if (wait == WaitUntil.Completed)
        {
            await operation.WaitForCompletionAsync(cancellationToken);
        }

        return operation;
    }

    /// <summary>Sends a message to one recipient under a random operation id.</summary>
    /// <inheritdoc cref="Send(WaitUntil,EmailMessage,Guid,CancellationToken)"/>
    public virtual EmailSendOperation Send(
        WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent,
        string? plainTextContent = null, CancellationToken cancellationToken = default) =>
        Send(wait, senderAddress, recipientAddress, subject, htmlContent, Guid.NewGuid(), plainTextContent, cancellationToken);

    /// <inheritdoc cref="Send(WaitUntil,string,string,string,string,string,CancellationToken)"/>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent,
        string? plainTextContent = null, CancellationToken cancellationToken = default) =>
        SendAsync(wait, senderAddress, recipientAddress, subject, htmlContent, Guid.NewGuid(), plainTextContent, cancellationToken);

    /// <summary>Sends a message to one recipient under the given operation id.</summary>
    /// <inheritdoc cref="Send(WaitUntil,EmailMessage,Guid,CancellationToken)"/>
    public virtual EmailSendOperation Send(
        WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent,
        Guid operationId, string? plainTextContent = null, CancellationToken cancellationToken = default) =>
        Send(wait, Single(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), operationId, cancellationToken);

    /// <inheritdoc cref="Send(WaitUntil,string,string,string,string,Guid,string,CancellationToken)"/>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait, string senderAddress, string recipientAddress, string subject, string htmlContent,
        Guid operationId, string? plainTextContent = null, CancellationToken cancellationToken = default) =>
        SendAsync(wait, Single(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), operationId, cancellationToken);

    internal Response<EmailSendResult> GetSendResult(string id, CancellationToken cancellationToken)
    {
        using HttpMessage http = ComposeGet(id);
        _pipeline.Send(http, cancellationToken);
        return Status(http.Response);
    }

    internal async Task<Response<EmailSendResult>> GetSendResultAsync(string id, CancellationToken cancellationToken)
    {
        using HttpMessage http = ComposeGet(id);
        await _pipeline.SendAsync(http, cancellationToken);
        return Status(http.Response);
    }

    private static EmailMessage Single(string sender, string recipient, string subject, string html, string? plainText) =>
        new(sender, recipient, new EmailContent(subject) { Html = html, PlainText = plainText });

    private HttpMessage ComposeSend(EmailMessage message, Guid operationId)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (EmailRules.Problems(message).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(message));
        }

        HttpMessage http = Compose(RequestMethod.Post, "/emails:send");
        http.Request.Headers.Add("Operation-Id", operationId.ToString());
        http.Request.Headers.Add(HttpHeader.Common.JsonContentType);
        http.Request.Content = RequestContent.Create(EmailWire.WriteMessage(message));
        return http;
    }

    private HttpMessage ComposeGet(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Compose(RequestMethod.Get, "/emails/operations/" + Uri.EscapeDataString(id));
    }

    private HttpMessage Compose(RequestMethod method, string path)
    {
        HttpMessage http = _pipeline.CreateMessage();
        http.Request.Method = method;
        http.Request.Uri.Reset(_endpoint);
        http.Request.Uri.AppendPath(path, escape: false);
        http.Request.Uri.AppendQuery("api-version", _apiVersion, escapeValue: true);
        http.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        return http;
    }

    private EmailSendOperation Started(Response response) =>
        response.Status == 202
            ? new EmailSendOperation(EmailWire.ReadResult(response.Content).Id, this, response)
            : throw new RequestFailedException(response);

    private static Response<EmailSendResult> Status(Response response) =>
        response.Status == 200
            ? Response.FromValue(EmailWire.ReadResult(response.Content), response)
            : throw new RequestFailedException(response);
}
