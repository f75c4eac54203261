using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Local.Tables;

/// <summary>
/// Embedded tables on a port of this machine, where Azurite's would be, for programs that are not in this process. Requests are signed with the
/// development account's key, as Azurite wants them.
/// </summary>
public sealed class TableEndpoint : IAsyncDisposable
{
    private readonly EmbeddedService _service;
    private readonly WebApplication _web;

    private TableEndpoint(EmbeddedTables tables, int port)
    {
        _service = tables.Service;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _web = builder.Build();
        _web.Run(ServeAsync);
    }

    /// <summary>What a client of any language understands.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={DevelopmentAccount.Name};AccountKey={DevelopmentAccount.Key};TableEndpoint={Address};");

    /// <summary>The account's address: <c>http://127.0.0.1:{port}/devstoreaccount1</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <param name="tables">What is served. They stay the caller's, to be disposed of after this.</param>
    /// <param name="port">0 for any. On Azurite's, 10002, <c>UseDevelopmentStorage=true</c> finds it.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<TableEndpoint> StartAsync(EmbeddedTables tables, int port = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        TableEndpoint endpoint = new(tables, port);
        await endpoint._web.StartAsync(cancellationToken);
        endpoint.Address = new Uri($"{endpoint._web.Urls.Single()}/{DevelopmentAccount.Name}");
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        MemoryResponse answer = await AnswerAsync(http);
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["x-ms-version"] = "2019-02-02";
        foreach (Azure.Core.HttpHeader header in answer.Headers)
        {
            http.Response.Headers[header.Name] = header.Value;
        }

        if (!answer.Body.IsEmpty)
        {
            http.Response.ContentLength = answer.Body.Length;
            await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    private async ValueTask<MemoryResponse> AnswerAsync(HttpContext http)
    {
        // As it was sent: keys hold what the server would decode.
        string target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!DevelopmentAccount.HasSigned(http.Request, target))
        {
            return Answers.Error(new ServiceError(403, "AuthenticationFailed", "The request is not signed with the development account's key."));
        }

        if (!target.StartsWith(DevelopmentAccount.Path, StringComparison.Ordinal))
        {
            return Answers.Error(ServiceError.ResourceNotFound);
        }

        ReadOnlyMemory<byte> body = await BodyAsync(http);
        string? ifMatch = http.Request.Headers.IfMatch is [{ } given] ? given : null;
        return await _service.AnswerAsync(new TableRequest(http.Request.Method, target[(DevelopmentAccount.Path.Length - 1)..], ifMatch, body, DevelopmentAccount.Path[1..]));
    }

    /// <summary>Stops once it is larger than the service takes.</summary>
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext http)
    {
        MemoryStream body = new((int)Math.Clamp(http.Request.ContentLength ?? 0, 0, EntityLimits.BodyBytes + 1));
        byte[] chunk = new byte[32 * 1024];
        while (body.Length <= EntityLimits.BodyBytes && await http.Request.Body.ReadAsync(chunk, http.RequestAborted) is > 0 and int read)
        {
            body.Write(chunk, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
