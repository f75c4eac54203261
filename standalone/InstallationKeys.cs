using System.Security.Cryptography;
using System.Text.Json;

namespace Compensation.Standalone;

/// <summary>The secrets of this installation: made once, kept in a file that only its owner reads, so that links and keys outlive a restart.</summary>
/// <param name="HashKey">Base64; links and ids follow from it.</param>
/// <param name="FunctionKey">Opens the operators' doors.</param>
/// <param name="EventsKey">Opens the door of delivery reports.</param>
/// <param name="Password">Of the first administrator.</param>
/// <param name="TotpSecret">For his authenticator app, base32.</param>
internal sealed record InstallationKeys(string HashKey, string FunctionKey, string EventsKey, string Password, string TotpSecret)
{
    public const string FileName = "keys.json";

    private const int SecretBytes = 32;
    private const int PasswordLength = 16;

    public static InstallationKeys KeptIn(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<InstallationKeys>(File.ReadAllBytes(path))!;
        }

        InstallationKeys made = new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)), Hex(SecretBytes), Hex(SecretBytes), Hex(PasswordLength), RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", SecretBytes));
        FileStreamOptions own = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Under another name until it is whole: half a file would keep the app from ever starting again.
        string unfinished = path + ".unfinished";
        File.Delete(unfinished);
        using (FileStream file = new(unfinished, own))
        {
            JsonSerializer.Serialize(file, made);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path);
        return made;
    }

    private static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
