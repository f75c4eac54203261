using System.Globalization;
using System.Runtime.InteropServices;

namespace Compensation.Emulators;

/// <summary>An emulator as a process of its own. Compiled into each.</summary>
internal static class EmulatorProcess
{
    /// <summary>Arguments (<c>--port 5301</c>) go before the environment (<c>EMULATOR_PORT</c>).</summary>
    public static IConfiguration SettingsFrom(string[] args) => new ConfigurationBuilder().AddEnvironmentVariables("EMULATOR_").AddCommandLine(args).Build();

    public static bool IsPort(string text, out int port) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;

    /// <summary>Completes when the process is asked to stop.</summary>
    public static async Task UntilStoppedAsync()
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await stop.Task;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
