using System.Diagnostics;
using System.Reflection;

namespace Compensation.Tests.Local;

/// <summary>
/// The official JavaScript packages, run by Node from <c>tests/peers</c> as independent judges of what is under <c>local/</c> and <c>emulators/</c>.
/// </summary>
public static class NodePeers
{
    private static readonly Lazy<Task> s_installed = new(InstallAsync);

    /// <summary>The folder that holds package.json and the scripts.</summary>
    public static string Folder { get; } = Path.Combine(
        typeof(NodePeers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!, "tests", "peers");

    /// <summary>Installs the packages if they are missing or older than the lock file. Later calls cost nothing.</summary>
    public static Task EnsureInstalledAsync() => s_installed.Value;

    /// <summary>Runs a script to its end and answers what it printed.</summary>
    /// <exception cref="InvalidOperationException">The script ended with another code than 0; the message holds what it printed.</exception>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await EnsureInstalledAsync();
        return await RunToEndAsync("node", [script, .. arguments]);
    }

    /// <summary>Starts a script that goes on running, such as a server. The caller ends it.</summary>
    public static async Task<Process> StartAsync(string script, params string[] arguments)
    {
        await EnsureInstalledAsync();
        return Start("node", [script, .. arguments]);
    }

    private static async Task InstallAsync()
    {
        FileInfo installed = new(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        FileInfo wanted = new(Path.Combine(Folder, "package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await RunToEndAsync("npm", ["ci", "--no-audit", "--no-fund"]);
        }
    }

    private static async Task<string> RunToEndAsync(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.EndInTimeAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{program} {arguments[0]} ended with {process.ExitCode}.\n{await output}\n{await errors}");
    }

    private static Process Start(string program, string[] arguments)
    {
        // On Windows npm is a command file, which only the shell can run.
        bool throughShell = OperatingSystem.IsWindows() && string.Equals(program, "npm", StringComparison.Ordinal);
        ProcessStartInfo start = new(throughShell ? "cmd" : program, throughShell ? ["/c", program, .. arguments] : arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
