namespace Compensation.Local.Tables;

/// <summary>A folder for what people have said of themselves: nobody else on this machine is let in. One that holds something already stays as its owner made it.</summary>
public static class OwnersFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        bool isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path, Owner);
        if (!isNew && (File.GetUnixFileMode(path) & ~Owner) != UnixFileMode.None && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            File.SetUnixFileMode(path, Owner);
        }
    }
}
