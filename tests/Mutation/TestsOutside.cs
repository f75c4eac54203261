using System.Diagnostics;
using System.Globalization;

namespace Compensation.Mutation;

/// <summary>A process that runs the tests; ended and started again when a change hangs it, ends it, or spoils it.</summary>
internal sealed class TestsOutside(string folder, string pattern) : IAsyncDisposable
{
    private Process? _process;

    public async IAsyncEnumerable<CoveringTest> CoverAsync()
    {
        await TellAsync("cover");
        while (await HearAsync(TimeSpan.FromMinutes(10)) is { } line && line != "covered")
        {
            string[] words = line.Split(' ', 6);
            string[] name = words[5].Split('\t');
            IEnumerable<string> members = words[4] == "-" ? [] : words[4].Split(',');
            yield return new CoveringTest(
                int.Parse(words[1], CultureInfo.InvariantCulture), name[0], words[2] == "ok", int.Parse(words[3], CultureInfo.InvariantCulture),
                members.Select(member => int.Parse(member.TrimEnd('!'), CultureInfo.InvariantCulture)).ToHashSet(),
                members.Where(member => member.EndsWith('!')).Select(member => int.Parse(member.TrimEnd('!'), CultureInfo.InvariantCulture)).ToHashSet())
            {
                Why = name[^1],
            };
        }
    }

    /// <returns>The test that noticed; null where none did.</returns>
    public async Task<string?> TryAsync(int change, IReadOnlyList<CoveringTest> tests, bool isAlone)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (isAlone || attempt > 1)
            {
                await EndAsync();
            }

            await TellAsync(string.Create(CultureInfo.InvariantCulture, $"run {change} {string.Join(',', tests.Select(test => test.Index))}"));
            string? answer = await HearAsync(TimeSpan.FromMilliseconds(10_000 + (3 * tests.Sum(test => test.Milliseconds))));
            switch (answer?.Split(' ', 2))
            {
                case ["survived"]:
                    return null;
                case ["noticed", var test]:
                    return test;
                case ["spoilt", var test] when isAlone || attempt > 1:
                    await EndAsync();
                    return test;
                case null:
                    await EndAsync();
                    return "the process, which hung or ended";
            }
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task TellAsync(string line)
    {
        if (_process is null)
        {
            _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(folder, "Compensation.Mutation.dll"), "inside", pattern]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
            if (await HearAsync(TimeSpan.FromMinutes(3)) is null)
            {
                throw new InvalidOperationException("The tests do not start.");
            }
        }

        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    private async Task<string?> HearAsync(TimeSpan patience)
    {
        using CancellationTokenSource giveUp = new(patience);
        try
        {
            while (await _process!.StandardOutput.ReadLineAsync(giveUp.Token) is { } line)
            {
                if (line.StartsWith(TestsInside.Mark, StringComparison.Ordinal))
                {
                    return line[TestsInside.Mark.Length..];
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        return null;
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}

/// <summary>A test and what of the app it runs through.</summary>
/// <param name="Members">The bodies, each by its first change.</param>
/// <param name="Once">Those of them that ran while a type was made ready, which happens once in a process.</param>
internal sealed record CoveringTest(int Index, string Name, bool Passed, int Milliseconds, IReadOnlySet<int> Members, IReadOnlySet<int> Once)
{
    /// <summary>What its failure said; nothing where it passed.</summary>
    public string Why { get; init; } = string.Empty;
}
