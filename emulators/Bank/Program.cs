using Compensation.Emulators;
using Compensation.Emulators.Bank;

IConfiguration settings = EmulatorProcess.SettingsFrom(args);
if (!EmulatorProcess.IsPort(settings["port"] ?? "5303", out int port))
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
await EmulatorProcess.UntilStoppedAsync();
return 0;
