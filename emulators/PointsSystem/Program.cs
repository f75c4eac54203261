using Compensation.Emulators;
using Compensation.Emulators.PointsSystem;

IConfiguration settings = EmulatorProcess.SettingsFrom(args);
if (!EmulatorProcess.IsPort(settings["port"] ?? "5302", out int port))
{
    await Console.Error.WriteLineAsync("--port must be a number from 0 to 65535.");
    return 2;
}

await using PointsSystemEmulatorHost emulator = await PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions
{
    DataFolder = settings["data"] ?? Path.Combine("data", "points-system-emulator"),
    Port = port,
    ApiKey = settings["apiKey"] ?? PointsSystemEmulatorOptions.DefaultApiKey,
});
Console.WriteLine($"Address: {emulator.BaseAddress}");
Console.WriteLine($"API key: {emulator.ApiKey}");
await EmulatorProcess.UntilStoppedAsync();
return 0;
