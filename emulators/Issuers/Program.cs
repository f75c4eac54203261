using System.Globalization;
using Compensation.Emulators;
using Compensation.Emulators.Issuers;

IConfiguration settings = EmulatorProcess.SettingsFrom(args);
if (!EmulatorProcess.IsPort(settings["port"] ?? "5304", out int port))
{
    await Console.Error.WriteLineAsync("--port must be a number from 0 to 65535.");
    return 2;
}

long funds = 0;
if (settings["funds"] is { } stated && !long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out funds))
{
    await Console.Error.WriteLineAsync("--funds must be whole yen.");
    return 2;
}

await using IssuersEmulatorHost emulator = await IssuersEmulatorHost.StartAsync(new IssuersEmulatorOptions
{
    DataFolder = settings["data"] ?? Path.Combine("data", "issuers-emulator"),
    Port = port,
    ApiKey = settings["apiKey"] ?? IssuersEmulatorOptions.DefaultApiKey,
    Funds = settings["funds"] is null ? null : funds,
});
Console.WriteLine($"Address: {emulator.BaseAddress}");
Console.WriteLine($"Amazon: partner {emulator.Options.PartnerId}, key {emulator.Options.AccessKeyId}, secret {emulator.Options.SecretAccessKey}, region {emulator.Options.Region}");
Console.WriteLine($"HTTP: API key {emulator.Options.ApiKey}");
await EmulatorProcess.UntilStoppedAsync();
return 0;
