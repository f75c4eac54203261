using System.Net;
using Compensation.Local.Host.Durable;
using Compensation.Local.Host.Http;
using Compensation.Local.Host.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local.Host;

/// <summary>Where the host listens: for people at one address, for its worker and the durable clients at another that only this machine reaches.</summary>
internal static class Doors
{
    /// <summary>Opens the gRPC door on any free loopback port.</summary>
    public static async Task<WebApplication> OpenDoorAsync(WorkerChannel channel, IDurableEngine? engine, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));

        WebApplication door = builder.Build();
        door.MapGrpcService(_ => FunctionRpc.BindService(new WorkerDoor(channel)));
        if (engine is not null)
            door.MapGrpcService(_ => TaskHubSidecarService.BindService(engine.Door));
        await door.StartAsync(cancellationToken);
        return door;
    }

    /// <summary>Opens the HTTP front.</summary>
    /// <param name="url">Where.</param>
    /// <param name="bodyLimit">Of a request, in bytes.</param>
    /// <param name="work">Counts requests until their responses have been handed over.</param>
    /// <param name="map">Says what is behind it.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<WebApplication> OpenFrontAsync(
        string url, long bodyLimit, WorkInProgress work, Action<IEndpointRouteBuilder> map, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bodyLimit;
        });
        builder.WebHost.UseUrls(url);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        WebApplication front = builder.Build();
        front.Use(async (http, next) =>
        {
            using (work.Begin())
            {
                await next(http);
                await http.Response.CompleteAsync();
            }
        });
        front.UseRouting();
        front.Use((http, next) => IsOfAFunction(http.GetEndpoint()) ? next(http) : NotFoundAsync(http));
        map(front);
        await front.StartAsync(cancellationToken);
        return front;
    }

    /// <summary>Where a route has no function for the method, routing puts an answer of its own; Azure's host knows no such address.</summary>
    private static bool IsOfAFunction(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<HttpRoute>() is not null;

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public static Uri AddressOf(WebApplication application) =>
        new(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task CloseAsync(WebApplication? application)
    {
        if (application is null)
            return;

        await application.StopAsync();
        await application.DisposeAsync();
    }
}
