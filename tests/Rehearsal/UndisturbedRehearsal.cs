namespace Compensation.Tests.Rehearsal;

/// <summary>The rehearsal with which all tests of a class compare theirs. It is run once, by the first of them.</summary>
public sealed class UndisturbedRehearsal : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;
    private Task<RehearsalEnd>? _run;

    public string Data => Path.Combine(_folder, "data");

    public string Report => Path.Combine(_folder, "report.json");

    public string Log => Path.Combine(_folder, "messages.ndjson");

    internal async Task RunOnceAsync(params string[] campaign) =>
        (await (_run ??= RehearsalProcess.RunAsync([.. campaign, "--data", Data, "--report", Report, "--provider-log", Log]))).AssertClean();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
