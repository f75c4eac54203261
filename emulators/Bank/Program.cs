using System.Globalization;
using System.Runtime.InteropServices;
using Compensation.Emulators.Bank;

ConfigurationManager settings = new();
settings.AddEnvironmentVariables("EMULATOR_");
settings.AddCommandLine(args);
if (!int.TryParse(settings["port"] ?? "5303", NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65535)
{
    await Console.Error.WriteLineAsync("--port must be a number from 0 to 65535.");
    return 2;
}

await using BankEmulatorHost emulator = await BankEmulatorHost.StartAsync(new BankEmulatorOptions
{
    DataFolder = settings["data"] ?? Path.Combine("data", "bank-emulator"),
    Port = port,
    ApiKey = settings["apiKey"] ?? BankEmulatorOptions.DefaultApiKey,
});
Console.WriteLine($"Address: {emulator.BaseAddress}");
Console.WriteLine($"API key: {emulator.ApiKey}");

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
