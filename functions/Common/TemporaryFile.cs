namespace Compensation.Common;

/// <summary>A file for what is on its way through: only this process can open it, and it is gone with it, since it may hold personal data.</summary>
public static class TemporaryFile
{
    public static FileStream Create()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
        {
            // Windows removes such a file itself, even where the process is killed.
            options.Options |= FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream file = new(path, options);
        File.Delete(path);
        return file;
    }
}
