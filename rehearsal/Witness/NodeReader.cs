using System.ComponentModel;
using System.Diagnostics;

namespace Compensation.Rehearsal.Witness;

/// <summary>
/// Has a script in another language read every file that went to the bank; it shares no line with the app's writer, nor with the bank's reader. Where there is no Node, the bank's
/// reader alone has judged them.
/// </summary>
internal static class NodeReader
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "zengin.mjs");

    /// <returns>What the script says of each file, in their order; null where it cannot be run.</returns>
    public static async Task<IReadOnlyList<string>?> ReadAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", [Script, .. files]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string said = await node.StandardOutput.ReadToEndAsync(cancellationToken);
            await node.WaitForExitAsync(cancellationToken);
            return node.ExitCode == 0 ? said.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
