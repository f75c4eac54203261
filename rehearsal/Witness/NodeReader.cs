using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Compensation.Emulators.Bank.Books;

namespace Compensation.Rehearsal.Witness;

/// <summary>
/// Has a script in another language read every file that went to the bank; it shares no line with the app's writer, nor with the bank's reader. Where there is no Node, the bank's
/// reader alone has judged them.
/// </summary>
/// <param name="program">Node.</param>
/// <param name="script">The reader.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class NodeReader(string program, string script, TimeSpan limit)
{
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Witness", "zengin.mjs");

    /// <summary>Far beyond what the slowest machine takes.</summary>
    public static NodeReader Installed { get; } = new("node", Script, TimeSpan.FromMinutes(5));

    /// <summary>Looks for files that are not as they should be. A reader that fails, or does not say something of each, has judged none.</summary>
    /// <returns>A line of each such file; null where there is no Node.</returns>
    public async Task<IReadOnlyList<string>?> FaultsAsync(IReadOnlyList<AcceptedFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return [];
        }

        try
        {
            using Process node = Process.Start(new ProcessStartInfo(program, [script, .. files.Select(file => file.Path)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            return [.. Faults(files, await SaidAsync(node, cancellationToken))];
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Faults(IReadOnlyList<AcceptedFile> files, (string[] Lines, string? Failure) said)
    {
        string? failure = said.Failure ?? (said.Lines.Length == files.Count ? null : string.Create(CultureInfo.InvariantCulture, $"the reader speaks of {said.Lines.Length} files instead of {files.Count}"));
        return failure is not null
            ? files.Select(file => $"File {file.Number} is not read: {failure}")
            : files.Zip(said.Lines).Where(file => file.Second != $"sound: {file.First.Payments} payments, {file.First.Yen} yen").Select(file => $"File {file.First.Number} is {file.Second}");
    }

    private async Task<(string[] Lines, string? Failure)> SaidAsync(Process node, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            Task<string> errors = node.StandardError.ReadToEndAsync(ending.Token);
            string[] said = Lines(await node.StandardOutput.ReadToEndAsync(ending.Token));
            string? error = Lines(await errors).FirstOrDefault();
            await node.WaitForExitAsync(ending.Token);
            return (said, node.ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"the reader ended with code {node.ExitCode}: {error}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], string.Create(CultureInfo.InvariantCulture, $"the reader has not ended in {limit.TotalMinutes} minutes"));
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
