using System.Net;

namespace Compensation.Emulators;

/// <summary>An emulator's server inside any process. Compiled into each.</summary>
internal static class EmulatorServer
{
    /// <summary>Settings and environment of the process it lives in have no say.</summary>
    /// <param name="port">On 127.0.0.1; 0 takes any free one.</param>
    /// <param name="largestBody">Bytes; null: as the server has it.</param>
    public static WebApplicationBuilder NewBuilder(int port, long? largestBody = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = largestBody ?? kestrel.Limits.MaxRequestBodySize;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        return builder;
    }

    /// <summary>Whoever hands in what could not be kept hears nothing, as if the machine had died: no answer could be true.</summary>
    /// <param name="app">The server.</param>
    /// <param name="failed">Hears of a file that cannot be written; null: the request fails.</param>
    public static void GiveNoAnswerWithoutStorage(this WebApplication app, Action<IOException>? failed)
    {
        if (failed is null)
        {
            return;
        }

        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (IOException failure) when (failure is not BadHttpRequestException)
            {
                failed(failure);
                await NeverAsync(http);
            }
        });
    }

    /// <summary>Ends when the client has gone.</summary>
    public static async Task NeverAsync(HttpContext http) => await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Names, accounts and messages lie in it: nobody else on this machine is let in.</summary>
    public static void MakeForOwner(string folder) => _ = OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Signals belong to the process, not to a server inside it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
