using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Sms;

/// <summary>Sends SMS through a communication resource.</summary>
/// <remarks>
/// Each recipient of each call gets a new random repeatability id. Attempts that the pipeline repeats within one call carry the
/// same id; a second call never does.
/// </remarks>
public class SmsClient
{
    private readonly HttpPipeline _pipeline = null!;
    private readonly Uri _endpoint = null!;
    private readonly string _apiVersion = null!;

    /// <summary>For mocks.</summary>
    protected SmsClient()
    {
    }

    public SmsClient(string connectionString)
        : this(connectionString, new SmsClientOptions())
    {
    }

    public SmsClient(string connectionString, SmsClientOptions options)
        : this(ConnectionString.Parse(connectionString), options ?? new SmsClientOptions())
    {
    }

    public SmsClient(Uri endpoint, AzureKeyCredential keyCredential, SmsClientOptions? options = null)
        : this(endpoint, options ??= new SmsClientOptions(), CommunicationPipeline.Build(options, keyCredential))
    {
    }

    public SmsClient(Uri endpoint, TokenCredential tokenCredential, SmsClientOptions? options = null)
        : this(endpoint, options ??= new SmsClientOptions(), CommunicationPipeline.Build(options, tokenCredential))
    {
    }

    private SmsClient(ConnectionString connection, SmsClientOptions options)
        : this(connection.Endpoint, connection.Key, options)
    {
    }

    private SmsClient(Uri endpoint, SmsClientOptions options, HttpPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        (_endpoint, _apiVersion, _pipeline) = (endpoint, options.ApiVersion, pipeline);
    }

    /// <summary>Sends one message to one number.</summary>
    /// <returns>The result for this number. A refusal of the number is a result, not an exception: look at <see cref="SmsSendResult.Successful"/>.</returns>
    /// <exception cref="RequestFailedException">The request as a whole was not accepted.</exception>
    public virtual Response<SmsSendResult> Send(
        string from, string to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(to);
        return First(Send(from, [to], message, options, cancellationToken));
    }

    /// <inheritdoc cref="Send(string,string,string,SmsSendOptions,CancellationToken)"/>
    public virtual async Task<Response<SmsSendResult>> SendAsync(
        string from, string to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(to);
        return First(await SendAsync(from, [to], message, options, cancellationToken));
    }

    /// <summary>Sends one message to up to 100 numbers.</summary>
    /// <returns>One result for each number.</returns>
    /// <exception cref="RequestFailedException">The request as a whole was not accepted.</exception>
    public virtual Response<IReadOnlyList<SmsSendResult>> Send(
        string from, IEnumerable<string> to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage http = Compose(from, to, message, options);
        _pipeline.Send(http, cancellationToken);
        return Results(http.Response);
    }

    /// <inheritdoc cref="Send(string,IEnumerable{string},string,SmsSendOptions,CancellationToken)"/>
    public virtual async Task<Response<IReadOnlyList<SmsSendResult>>> SendAsync(
        string from, IEnumerable<string> to, string message, SmsSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage http = Compose(from, to, message, options);
        await _pipeline.SendAsync(http, cancellationToken);
        return Results(http.Response);
    }

    private HttpMessage Compose(string from, IEnumerable<string> to, string message, SmsSendOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(message);

        HttpMessage http = _pipeline.CreateMessage();
        http.Request.Method = RequestMethod.Post;
        http.Request.Uri.Reset(_endpoint);
        http.Request.Uri.AppendPath("/sms", escape: false);
        http.Request.Uri.AppendQuery("api-version", _apiVersion, escapeValue: true);
        http.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        http.Request.Headers.Add(HttpHeader.Common.JsonContentType);
        http.Request.Content = RequestContent.Create(SmsWire.WriteRequest(from, to, message, options, TimeProvider.System.GetUtcNow()));
        return http;
    }

    private static Response<IReadOnlyList<SmsSendResult>> Results(Response response) =>
        response.Status == 202
            ? Response.FromValue(SmsWire.ReadResults(response.Content), response)
            : throw new RequestFailedException(response);

    private static Response<SmsSendResult> First(Response<IReadOnlyList<SmsSendResult>> results) =>
        Response.FromValue(results.Value[0], results.GetRawResponse());
}
