using Compensation.Tests.Local;

namespace Compensation.Tests.Campaigns;

/// <summary>
/// Compares what leaves the building with a copy that a person has read and approved. Where they differ, the new text is left
/// beside the copy as <c>*.received.txt</c>: rename it once it has been read.
/// </summary>
internal static class Approved
{
    private static readonly string s_folder = Path.GetFullPath(Path.Combine(NodePeers.Folder, "..", "Campaigns", "approved"));

    public static void Verify(string name, string actual)
    {
        string approved = Path.Combine(s_folder, name);
        string received = Path.ChangeExtension(approved, "received.txt");
        string expected = File.Exists(approved) ? File.ReadAllText(approved) : string.Empty;
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Equal(expected, actual);
    }
}
