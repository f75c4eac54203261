using System.Globalization;
using Compensation.Common.Pages;
using Compensation.Rehearsal.View;

namespace Compensation.Rehearsal.Report;

/// <summary>What the application's log has to say at the end: alarms, which operators hear of in a campaign that goes well, too (somebody is silent, a number stands in a row), and errors.</summary>
internal sealed class LoggedFaults
{
    private const string AlarmLine = "Error Compensation.Operations.Alarms.AlarmList: Alarm ";
    private const int ErrorsShown = 12;

    private readonly SortedDictionary<string, int> _alarms = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];
    private int _errorCount;

    public static LoggedFaults In(string log)
    {
        LoggedFaults faults = new();
        foreach (string line in Read(log))
        {
            faults.Add(line);
        }

        return faults;
    }

    public IEnumerable<string> Lines(Language language)
    {
        if (_alarms.Count > 0)
        {
            string alarms = string.Join(", ", _alarms.Select(alarm => string.Create(CultureInfo.InvariantCulture, $"{alarm.Key} {alarm.Value:N0}")));
            yield return language.Tell($"運営への警報：{alarms}。", $"Alarms for operators: {alarms}.");
        }

        if (_errorCount > 0)
        {
            yield return language.Tell($"アプリのエラー{_errorCount:N0}件。最初のもの：", $"The application logged {_errorCount:N0} errors, beginning with:");
        }

        foreach (string error in _errors)
        {
            yield return error;
        }
    }

    private void Add(string line)
    {
        if (line.StartsWith(AlarmLine, StringComparison.Ordinal))
        {
            string kind = line[AlarmLine.Length..].Split(' ')[0];
            _alarms[kind] = _alarms.GetValueOrDefault(kind) + 1;
        }
        else if ((line.StartsWith("Error ", StringComparison.Ordinal) || line.StartsWith("Critical ", StringComparison.Ordinal)) && ++_errorCount <= ErrorsShown)
        {
            _errors.Add(line);
        }
    }

    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using StreamReader log = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
