using Compensation.Emulators;
using Compensation.Emulators.Communication;

if (EmulatorSettings.Read(EmulatorProcess.SettingsFrom(args), out string? problem) is not { } options)
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

await EmulatorProcess.UntilStoppedAsync();
return 0;
