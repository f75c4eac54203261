using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Compensation.Common;

/// <summary>
/// Tells whether the holder of a claim may still be at work. A process knows its own claims, and which processes of its machine are alive;
/// of other machines it knows nothing, and leaves their claims to the lease.
/// </summary>
public sealed class ClaimHolders
{
    /// <summary>A process's start is computed from the machine's; two processes may compute it a little differently.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, bool> _atWork = new();

    public ClaimHolders()
    {
        using Process self = Process.GetCurrentProcess();
        Me = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{self.Id}/{self.StartTime.ToUniversalTime().Ticks}");
    }

    /// <summary>Another process, as claims name it.</summary>
    internal ClaimHolders(string me) => Me = me;

    /// <summary>This process, as claims name it: machine, process id, start.</summary>
    public string Me { get; }

    /// <summary>The attempt is at work until this is disposed of.</summary>
    public IDisposable Begin(Guid attempt)
    {
        _atWork[attempt] = true;
        return new Work(this, attempt);
    }

    public bool MayBeAtWork(string holder, Guid attempt)
    {
        if (string.Equals(holder, Me, StringComparison.Ordinal))
        {
            return _atWork.ContainsKey(attempt);
        }

        return holder.Split('/') is not [var machine, var id, var start]
            || !string.Equals(machine, Environment.MachineName, StringComparison.Ordinal)
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            || IsAlive(processId, new DateTime(ticks, DateTimeKind.Utc));
    }

    private static bool IsAlive(int processId, DateTime start)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return (process.StartTime.ToUniversalTime() - start).Duration() < SameStart;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class Work(ClaimHolders holders, Guid attempt) : IDisposable
    {
        public void Dispose() => holders._atWork.TryRemove(attempt, out _);
    }
}
