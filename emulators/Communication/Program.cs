using System.Runtime.InteropServices;
using Compensation.Emulators.Communication;

ConfigurationManager settings = new();
settings.AddEnvironmentVariables("EMULATOR_");
settings.AddCommandLine(args);
if (EmulatorSettings.Read(settings, out string? problem) is not { } options)
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(options);
Console.WriteLine($"Pages: {emulator.BaseAddress}");
Console.WriteLine($"Connection string: {emulator.ConnectionString}");
if (emulator.SmtpPort is { } smtpPort)
{
    Console.WriteLine($"SMTP: 127.0.0.1:{smtpPort}");
}

TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await stop.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}
