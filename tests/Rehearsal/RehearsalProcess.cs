using System.Buffers.Binary;
using System.Diagnostics;

namespace Compensation.Tests.Rehearsal;

/// <summary>The rehearsal as people start it: a process of its own, which can be killed.</summary>
internal sealed class RehearsalProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RehearsalProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public static RehearsalProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    public static RehearsalProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Compensation.Rehearsal.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RehearsalProcess(Process.Start(start)!);
    }

    public static async Task<RehearsalEnd> RunAsync(params string[] arguments)
    {
        using RehearsalProcess process = Start(arguments);
        return await process.EndAsync();
    }

    public async Task<RehearsalEnd> EndAsync()
    {
        await _process.EndInTimeAsync();
        return new RehearsalEnd(_process.ExitCode, await _output, await _error);
    }

    /// <summary>SIGKILL: the process has no chance to write another byte.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.EndInTimeAsync();
    }

    /// <summary>Kills it a little after it has made so many storage requests.</summary>
    /// <param name="data">Its <c>--data</c>.</param>
    /// <param name="requests">How many, over all runs.</param>
    /// <param name="later">How much later.</param>
    public Task KillWhenReachedAsync(string data, long requests, TimeSpan later) =>
        KillOnceAsync(() => RequestsSoFar(data) >= requests, () => $"The rehearsal has made {RequestsSoFar(data)} requests; {requests} were waited for.", later);

    /// <summary>Kills it a little after its virtual clock has come to an instant.</summary>
    /// <param name="data">Its <c>--data</c>.</param>
    /// <param name="instant">On its clock.</param>
    /// <param name="later">How much later, in real time.</param>
    public Task KillAtAsync(string data, DateTimeOffset instant, TimeSpan later) =>
        KillOnceAsync(() => ClockOf(data).Now >= instant, () => $"The rehearsal has come to {ClockOf(data).Now:O}; {instant:O} was waited for.", later);

    /// <summary>The meter that a rehearsal writes beside its clock before each jump.</summary>
    public static long RequestsSoFar(string data) => ClockOf(data).Requests;

    private async Task KillOnceAsync(Func<bool> come, Func<string> standing, TimeSpan later)
    {
        using CancellationTokenSource givingUp = new(InTime.Limit);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(2));
        while (!come())
        {
            Assert.False(HasExited || givingUp.IsCancellationRequested, standing());
            await look.WaitForNextTickAsync(CancellationToken.None);
        }

        look.Period = later;
        await look.WaitForNextTickAsync(CancellationToken.None);
        await KillAsync();
    }

    private static (DateTimeOffset Now, long Requests) ClockOf(string data)
    {
        string file = Path.Combine(data, "clock");
        if (!File.Exists(file))
        {
            return default;
        }

        Span<byte> clock = stackalloc byte[2 * sizeof(long)];
        using FileStream bytes = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return bytes.ReadAtLeast(clock, clock.Length, throwOnEndOfStream: false) < clock.Length
            ? default
            : (new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(clock), TimeSpan.Zero), BinaryPrimitives.ReadInt64LittleEndian(clock[sizeof(long)..]));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(InTime.Limit);
        }

        _process.Dispose();
    }
}

/// <summary>How a rehearsal ended, and what it said.</summary>
internal sealed record RehearsalEnd(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test, with what was said, unless the rehearsal found everything in order.</summary>
    public RehearsalEnd AssertClean()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
