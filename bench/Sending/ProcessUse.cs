using System.Globalization;

namespace Compensation.Bench.Sending;

/// <summary>What a process and its children have used, from /proc.</summary>
internal static class ProcessUse
{
    /// <summary>Linux counts in hundredths of a second on every architecture .NET runs on.</summary>
    private const double MillisecondsPerTick = 10;

    /// <summary>CPU time of a process, its living children, and its children that have ended.</summary>
    public static double CpuMilliseconds(int processId) => Family(processId).Sum(process => process.Ticks) * MillisecondsPerTick;

    /// <summary>CPU time that the whole machine has spent working, on all its processors.</summary>
    public static double MachineMilliseconds()
    {
        const int Idle = 3;
        const int WaitingForDisk = 4;
        const int Guest = 8;
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        return fields.Take(Guest).Select((field, index) => index is Idle or WaitingForDisk ? 0 : double.Parse(field, CultureInfo.InvariantCulture)).Sum() * MillisecondsPerTick;
    }

    /// <summary>The most memory a process has held.</summary>
    public static double PeakMegabytes(int processId) => Kilobytes($"/proc/{processId}/status", "VmHWM:") / 1024;

    /// <summary>What a process and its children hold now, shared pages counted once.</summary>
    public static double Megabytes(int processId) => Family(processId).Sum(process => Kilobytes($"/proc/{process.Id}/smaps_rollup", "Pss:")) / 1024;

    private static double Kilobytes(string file, string field)
    {
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static List<Stat> Family(int processId)
    {
        List<Stat> all = [.. Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(Stat.TryRead).OfType<Stat>()];
        return [.. all.Where(process => process.Id == processId).Select(process => process with { Ticks = process.Ticks + process.EndedChildrensTicks }), .. all.Where(process => process.ParentId == processId)];
    }

    private sealed record Stat(int Id, int ParentId, long Ticks, long EndedChildrensTicks)
    {
        public static Stat? TryRead(string processId)
        {
            try
            {
                string text = File.ReadAllText($"/proc/{processId}/stat");
                // The program's name, in parentheses, may hold blanks.
                string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return new Stat(Number(processId), Number(fields[1]), Number(fields[11]) + (long)Number(fields[12]), Number(fields[13]) + (long)Number(fields[14]));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
                return null;
            }
        }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
