using System.Diagnostics;

namespace Compensation.Bench.Sending;

/// <summary>Finds the programs that the benchmark needs from the system, and starts processes.</summary>
internal static class Tools
{
    /// <summary>Where Debian keeps PostgreSQL's server programs, newest first.</summary>
    private static readonly string[] PostgresFolders = Directory.Exists("/usr/lib/postgresql")
        ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))]
        : [];

    public static readonly string Root = FindRoot();

    public static string NodeFolder => Path.Combine(Root, "bench", "delivery");

    /// <summary>A program's full path, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Concat(PostgresFolders)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <exception cref="MissingToolException">It is not there; the message says how to get it.</exception>
    public static string Require(string program, string what, string remedy) => Find(program) ?? throw new MissingToolException($"{what} is missing: {remedy}");

    public static Process Start(string program, IEnumerable<string> arguments, string? folder = null) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Root,
        })!;

    public static async Task RunAsync(string program, IEnumerable<string> arguments, string? folder, CancellationToken cancellationToken)
    {
        using Process process = Start(program, arguments, folder);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}");
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Compensation.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new MissingToolException("The benchmark runs inside a clone of the repository only.");
    }
}

/// <summary>Something that must be installed first. The message says what, and how.</summary>
internal sealed class MissingToolException(string message) : Exception(message);
