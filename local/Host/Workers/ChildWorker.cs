using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Compensation.Local.Host.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Compensation.Local.Host.Workers;

/// <summary>The app in a process of its own, started as worker.config.json in its folder says: just as it is deployed.</summary>
public sealed class ChildWorker : FunctionsWorker
{
    private const string Watch = """
        trap '' INT TERM HUP
        exec 3<&0
        "$@" </dev/null & worker=$!
        { cat <&3; kill -KILL $worker; } >/dev/null 2>&1 & watch=$!
        wait $worker; code=$?
        kill -KILL $watch
        exit $code
        """;

    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);

    private readonly WorkerForwarder _forwarder = new();
    private Process? _process;

    internal override bool NeedsDoor => true;

    internal override Task StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        _process = new Process { StartInfo = Command(start), EnableRaisingEvents = true };
        ILogger log = start.Options.Logging.CreateLogger("Worker");
        _process.OutputDataReceived += (_, line) => Pass(log, LogLevel.Information, line.Data);
        _process.ErrorDataReceived += (_, line) => Pass(log, LogLevel.Error, line.Data);
        _process.Exited += (_, _) => start.Channel.Lose(Ended());
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return Task.CompletedTask;
    }

    internal override void Introduce(IReadOnlyDictionary<string, string> capabilities) => _forwarder.Address = capabilities.GetValueOrDefault("HttpUri");

    internal override Task ForwardAsync(HttpContext http, string invocation, CancellationToken givenUp) => _forwarder.ForwardAsync(http, invocation, givenUp);

    /// <summary>A stream that broke is most often the first that is heard of a process that has ended.</summary>
    internal override async Task<Exception> ExplainAsync(Exception loss)
    {
        try
        {
            await _process!.WaitForExitAsync().WaitAsync(GracePeriod);
            return Ended();
        }
        catch (Exception alive) when (alive is TimeoutException or InvalidOperationException)
        {
            return loss;
        }
    }

    internal override async Task StopAsync(WorkerChannel channel, CancellationToken cancellationToken)
    {
        _forwarder.Dispose();
        if (_process is null)
            return;

        try
        {
            if (channel.Attached.IsCompletedSuccessfully && !_process.HasExited)
                await channel.TellAsync(new StreamingMessage { WorkerTerminate = new WorkerTerminate() }).AsTask().WaitAsync(GracePeriod, cancellationToken);
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(GracePeriod, cancellationToken);
        }
        catch (Exception stays) when (stays is TimeoutException or OperationCanceledException or IOException or InvalidOperationException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private HostStartException Ended()
    {
        try
        {
            return new($"The worker's process has ended with code {_process!.ExitCode}.");
        }
        catch (InvalidOperationException)
        {
            // It was killed, and let go of before its code was known.
            return new("The worker's process has ended.");
        }
    }

    private static ProcessStartInfo Command(WorkerStart start)
    {
        FunctionsHostOptions options = start.Options;
        Description worker = Describe(options.AppDirectory);
        string[] command =
        [
            worker.DefaultExecutablePath, Path.Combine(options.AppDirectory, worker.DefaultWorkerPath),
            "--functions-uri", start.Door.AbsoluteUri,
            "--functions-worker-id", start.Channel.WorkerId,
            "--functions-request-id", start.Channel.WorkerId,
            "--functions-grpc-max-message-length", WorkerEnvironment.MaxMessageLength,
        ];
        ProcessStartInfo process = OperatingSystem.IsWindows() ? new(command[0], command[1..]) : Watched(command);
        process.WorkingDirectory = options.AppDirectory;
        (process.RedirectStandardInput, process.RedirectStandardOutput, process.RedirectStandardError) = (true, true, true);
        WorkerEnvironment.Apply(options.AppDirectory, (name, value) => process.Environment[name] = value);
        foreach ((string name, string? value) in options.Settings)
            process.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return process;
    }

    /// <summary>
    /// A worker does not notice that its host has died. A shell does: what it reads from the host ends. And what a terminal or a service manager tells them all, the host alone hears:
    /// it ends the worker once it has nothing more to do.
    /// </summary>
    private static ProcessStartInfo Watched(string[] command) => new(
        "/bin/sh", ["-c", Watch, "worker", .. command]);

    private static Description Describe(string directory)
    {
        string path = Path.Combine(directory, "worker.config.json");
        try
        {
            return JsonSerializer.Deserialize<Config>(File.ReadAllBytes(path), JsonSerializerOptions.Web)!.Description;
        }
        catch (Exception wrong) when (wrong is IOException or JsonException)
        {
            throw new HostStartException(string.Create(CultureInfo.InvariantCulture, $"{directory} holds no built functions app: worker.config.json cannot be read. {wrong.Message}"), wrong);
        }
    }

    private static void Pass(ILogger log, LogLevel level, string? line)
    {
#pragma warning disable CA2254 // The worker's own line.
        if (line is not null)
            log.Log(level, "{Line}", line);
#pragma warning restore CA2254
    }

    private sealed record Config(Description Description);

    private sealed record Description(string DefaultExecutablePath, string DefaultWorkerPath);
}
