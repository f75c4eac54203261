using System.Runtime.InteropServices;

namespace Compensation.Rehearsal.State;

/// <summary>A rehearsal may hold a real ledger: whatever this process writes, and whoever writes it in it, is for its owner alone.</summary>
internal static class OwnersOnly
{
    private const uint NobodyElse = 0x3F;

    public static void Apply()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = UserMask(NobodyElse);
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint UserMask(uint mask);
}
