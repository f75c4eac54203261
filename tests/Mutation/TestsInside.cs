using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Compensation.Mutation;

/// <summary>The tests, run inside this process, one after another, with one change switched on. Told by lines what to do, answers by lines that begin with <see cref="Mark"/>.</summary>
internal sealed class TestsInside : IDisposable
{
    public const string Mark = "##";

    /// <summary>What starts processes, browsers or whole campaigns is too slow for hundreds of changes.</summary>
    private static readonly string[] s_leftOut = ["EndToEnd", "Faults", "Browser", "Local", "Rehearsal", "Upgrade", "Standalone", "Infrastructure", "Structure", "Platform", "ProductionEngine"];

    private readonly Type _switch = Type.GetType("Compensation.Mutants, Compensation.Functions", throwOnError: true)!;
    private readonly XunitTestFramework _framework = new(new Quiet());
    private readonly ITestFrameworkExecutor _executor;
    private readonly ITestCase[] _tests;

    private TestsInside(string pattern)
    {
        Assembly assembly = Assembly.Load("Compensation.Tests");
        Found found = new();
        using (ITestFrameworkDiscoverer discoverer = _framework.GetDiscoverer(Reflector.Wrap(assembly)))
        {
            discoverer.Find(includeSourceInformation: false, found, new Settings());
            found.Done.WaitOne();
        }

        _executor = _framework.GetExecutor(assembly.GetName());
        _tests = [.. found.Tests.Where(test => IsIn(test, pattern)).OrderBy(test => test.DisplayName, StringComparer.Ordinal).ThenBy(test => test.UniqueID, StringComparer.Ordinal)];
    }

    public static async Task<int> RunAsync(string pattern)
    {
        using TestsInside tests = new(pattern);
        Answer($"ready {tests._tests.Length}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "cover":
                    tests.Cover();
                    break;
                case "run":
                    tests.Try(int.Parse(words[1], CultureInfo.InvariantCulture), [.. words[2].Split(',').Select(word => int.Parse(word, CultureInfo.InvariantCulture))]);
                    break;
                default:
                    return 0;
            }
        }

        return 0;
    }

    public void Dispose()
    {
        _executor.Dispose();
        _framework.Dispose();
    }

    private static bool IsIn(ITestCase test, string pattern)
    {
        string name = test.TestMethod.TestClass.Class.Name;
        return !s_leftOut.Any(folder => name.StartsWith($"Compensation.Tests.{folder}.", StringComparison.Ordinal)) && !name.EndsWith("KillTests", StringComparison.Ordinal)
            && pattern.Split('|').Any(part => name.Contains(part, StringComparison.Ordinal)) && test.SkipReason is null;
    }

    private static void Answer(string text)
    {
        Console.Out.WriteLine(Mark + text);
        Console.Out.Flush();
    }

    private void Cover()
    {
        for (int index = 0; index < _tests.Length; index++)
        {
            ConcurrentDictionary<int, bool> seen = new();
            _switch.GetField("Seen")!.SetValue(null, seen);
            Outcome outcome = Run([index]);
            string members = string.Join(',', seen.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Key}{(member.Value ? "!" : string.Empty)}")));
            Answer(string.Create(CultureInfo.InvariantCulture, $"test {index} {(outcome.Failed is null ? "ok" : "failed")} {outcome.Milliseconds} {(members.Length > 0 ? members : "-")} {_tests[index].DisplayName}\t{outcome.Why}"));
        }

        _switch.GetField("Seen")!.SetValue(null, null);
        Answer("covered");
    }

    private void Try(int change, int[] tests)
    {
        Activate(change);
        Outcome outcome = Run(tests);
        Activate(0);
        if (outcome.Failed is null)
        {
            Answer("survived");
            return;
        }

        // What a change has left behind in this process may fail every test from now on.
        int failed = Array.Find(tests, index => _tests[index].UniqueID == outcome.Failed.UniqueID);
        Answer($"{(Run([failed]).Failed is null ? "noticed" : "spoilt")} {outcome.Failed.DisplayName}");
    }

    private void Activate(int change)
    {
        _switch.GetField("Active")!.SetValue(null, change);
        Environment.SetEnvironmentVariable("MUTANT", change.ToString(CultureInfo.InvariantCulture));
    }

    private Outcome Run(IEnumerable<int> tests)
    {
        Outcome outcome = new();
        _executor.RunTests(tests.Select(index => _tests[index]), outcome, new Settings());
        outcome.Done.WaitOne();
        return outcome;
    }

    private sealed class Outcome : Xunit.LongLivedMarshalByRefObject, IMessageSink
    {
        private long _began = TimeProvider.System.GetTimestamp();

        public ManualResetEvent Done { get; } = new(initialState: false);

        public ITestCase? Failed { get; private set; }

        /// <summary>What the first failure said, in one line.</summary>
        public string Why { get; private set; } = string.Empty;

        public int Milliseconds { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (Failed is null && message is IFailureInformation { Messages: { } said })
            {
                Why = string.Join(' ', string.Join(" / ", said).Split(['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
            }

            switch (message)
            {
                case ITestFailed failed:
                    Failed ??= failed.TestCase;
                    break;
                case ITestClassCleanupFailure or ITestCollectionCleanupFailure or ITestCaseCleanupFailure or ITestCleanupFailure:
                    Failed ??= ((IExecutionMessage)message).TestCases.FirstOrDefault();
                    break;
                case ITestAssemblyFinished:
                    Milliseconds = (int)TimeProvider.System.GetElapsedTime(_began).TotalMilliseconds;
                    Done.Set();
                    break;
            }

            return Failed is null;
        }
    }

    private sealed class Found : Xunit.LongLivedMarshalByRefObject, IMessageSink
    {
        public ManualResetEvent Done { get; } = new(initialState: false);

        public List<ITestCase> Tests { get; } = [];

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage { TestCase: { } test })
            {
                Tests.Add(test);
            }
            else if (message is IDiscoveryCompleteMessage)
            {
                Done.Set();
            }

            return true;
        }
    }

    private sealed class Quiet : Xunit.LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }

    /// <summary>One test after the other.</summary>
    private sealed class Settings : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal) { ["xunit.execution.DisableParallelization"] = true, ["xunit.execution.MaxParallelThreads"] = 1, ["xunit.execution.SynchronousMessageReporting"] = true };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) && value is TValue found ? found : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }
}
