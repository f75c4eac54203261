using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Compensation.Local.Host;

namespace Compensation.Standalone;

/// <summary>The command line, and when to stop.</summary>
internal static class StartCommand
{
    /// <summary>The largest there is, less those of the phones, the points system and the issuers.</summary>
    private const int LargestPort = IPEndPoint.MaxPort - 3;

    public static RootCommand Create()
    {
        Option<string> app = new("--app") { Description = "The folder the app was built into.", Required = true };
        Option<string> data = new("--data") { Description = "Where the store, the keys and the emulators' messages are kept.", DefaultValueFactory = _ => "data" };
        Option<string> settings = new("--settings") { Description = "A settings file as the Core Tools have it; its values go before the built-in ones.", DefaultValueFactory = _ => "local.settings.json" };
        settings.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var file }] && !File.Exists(file))
            {
                given.AddError($"--settings: there is no file {file}.");
            }
        });
        Option<int> port = new("--port") { Description = "The app's port on 127.0.0.1; another free one if it is taken.", DefaultValueFactory = _ => Ports.App };
        port.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number is < 0 or > LargestPort)
            {
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"--port is {number}; 0 to {LargestPort} was expected, as the emulators take the next ones."));
            }
        });
        RootCommand command = new("Runs the app in real time on this machine: as it is deployed, on an embedded store, with the emulators beside it.") { app, data, settings, port, VerifyCommand.Create(app, data, settings, port) };
        command.SetAction((parsed, cancellation) => RunAsync(
            new StandaloneOptions(Path.GetFullPath(parsed.GetRequiredValue(app)), Path.GetFullPath(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(settings), parsed.GetValue(port)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using CancellationTokenRegistration cancelled = cancellationToken.Register(() => stop.TrySetResult());
        try
        {
            await using StandaloneApp app = await StandaloneApp.StartAsync(options, cancellationToken);
            await app.AnnounceAsync(Console.Out);
            await Task.WhenAny(stop.Task, app.Lost);
            if (stop.Task.IsCompleted)
            {
                await Console.Out.WriteLineAsync("Stopping.");
                return 0;
            }

            await Console.Error.WriteLineAsync($"start: {(await app.Lost).Message}");
            return 1;
        }
        catch (Exception wrong) when (wrong is HostStartException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"start: {wrong.Message}");
            return 2;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
