using System.Security.Cryptography;
using System.Text.Json;

namespace Compensation.Standalone;

/// <summary>The secrets of this installation: made once, kept in a file that only its owner reads, so that links and keys outlive a restart.</summary>
/// <param name="HashKey">Base64; links and ids follow from it.</param>
/// <param name="FunctionKey">Opens the operators' doors.</param>
/// <param name="EventsKey">Opens the door of delivery reports.</param>
internal sealed record InstallationKeys(string HashKey, string FunctionKey, string EventsKey)
{
    private const int SecretBytes = 32;

    public static InstallationKeys KeptIn(string folder)
    {
        string path = Path.Combine(folder, "keys.json");
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<InstallationKeys>(File.ReadAllBytes(path))!;
        }

        InstallationKeys made = new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)), RandomNumberGenerator.GetHexString(SecretBytes, lowercase: true), RandomNumberGenerator.GetHexString(SecretBytes, lowercase: true));
        FileStreamOptions own = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(path, own);
        JsonSerializer.Serialize(file, made);
        return made;
    }
}
