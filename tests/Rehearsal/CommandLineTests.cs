namespace Compensation.Tests.Rehearsal;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("There is no campaign 'atlantis'", "atlantis")]
    [InlineData("awards points", "wester", "--provider-log", "provider-log.ndjson")]
    [InlineData("awards no points", "kumamoto", "--notices")]
    [InlineData("--people must be from 1 to 2000000", "--people", "0")]
    [InlineData("many", "--people", "many")]
    [InlineData("--fast", "--fast")]
    [InlineData("cannot be read", "--ledger", "no-such-folder/ledger.csv")]
    [InlineData("exclude each other", "--people", "5", "--ledger", "ledger.csv")]
    [InlineData("--store must be", "--store", "somewhere")]
    [InlineData("--resume needs", "--resume")]
    [InlineData("--until needs", "--until", "2023-04-20")]
    [InlineData("--until must be a day", "--until", "tomorrow", "--data", "data")]
    [InlineData("cannot be written", "--report", "no-such-folder/report.json")]
    public async Task What_cannot_be_done_is_said_in_one_line(string expected, params string[] arguments)
    {
        RehearsalEnd end = await RehearsalProcess.RunAsync(arguments);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains(expected, end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.TrimEnd().Split('\n'));
        Assert.Empty(end.Output);
    }

    [Fact]
    public async Task Going_on_with_what_is_not_there_makes_no_folder()
    {
        string data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        RehearsalEnd end = await RehearsalProcess.RunAsync("--resume", "--data", data);

        Assert.Equal((2, false), (end.ExitCode, Directory.Exists(data)));
        Assert.Contains("holds no rehearsal to go on with", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Japanese_dates_one_sentence_says_what_is_missing()
    {
        using RehearsalProcess process = RehearsalProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" }, "--people", "5");

        RehearsalEnd end = await process.EndAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", Assert.Single(end.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KM-000001,2023-03-24,3000,true,09012345678,", "is owed anything")]
    [InlineData("", "the file has no rows")]
    public async Task A_ledger_of_which_nothing_is_owed_is_refused(string row, string expected)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"inquiry_number,expiry,balance,charged_to_app,phone,email\n{row}\n");
        try
        {
            RehearsalEnd end = await RehearsalProcess.RunAsync("--ledger", file);

            Assert.Equal(2, end.ExitCode);
            Assert.Contains(expected, end.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_ledger_with_errors_is_refused_with_line_and_field()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "inquiry_number,expiry,balance,charged_to_app,phone,email\nABC-12345,2023-02-24,many,true,09012345678,\n");
        try
        {
            RehearsalEnd end = await RehearsalProcess.RunAsync("--ledger", file);

            Assert.Equal(2, end.ExitCode);
            Assert.Contains("line 2, balance", end.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Whatever_a_coupon_may_hold_is_paid_to_the_yen()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "inquiry_number,expiry,balance,charged_to_app,phone,email\nKM-000001,2023-02-24,10000000,true,090-1234-5611,\nKM-000002,2023-02-24,1000001,true,090-1234-5612,\nKM-000003,2023-02-24,1,true,,t@example.jp\n");
        try
        {
            RehearsalEnd end = await RehearsalProcess.RunAsync("--ledger", file);

            end.AssertClean();
            Assert.Matches(@"Waiting\W+0\W+0\W", end.Output);
            Assert.Matches(@"Entitled\W+3\W+11,000,002\W", end.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
