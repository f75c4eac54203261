using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Compensation.Common.Pages;

namespace Compensation.Rehearsal;

/// <summary>The command line.</summary>
internal static class RehearsalCommand
{
    private static readonly Argument<string> Campaign = new("campaign")
    {
        Description = "The campaign to run, by the name of its file in campaigns/.",
        DefaultValueFactory = _ => "kumamoto",
    };

    private static readonly Option<int?> People = new("--people")
    {
        Description = "How many synthetic people take part (10000 unless given).",
        HelpName = "N",
        CustomParser = result => WholeNumber<int>(result),
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Same seed, same people, and same messages or points.",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
        CustomParser = result => WholeNumber<long>(result),
    };

    private static readonly Option<string?> Ledger = new("--ledger") { Description = "A coupon ledger (CSV) to take instead of synthetic people.", HelpName = "FILE.csv" };
    private static readonly Option<string> Store = new("--store") { Description = "\"embedded\", or the connection string of a table service.", HelpName = "STORE", DefaultValueFactory = _ => RehearsalOptions.EmbeddedStore };
    private static readonly Option<long?> StoreLimit = new("--store-limit")
    {
        Description = "Have the embedded store's file grow to so many bytes only, as if the disk were full then.",
        HelpName = "BYTES",
        CustomParser = result => WholeNumber<long>(result),
    };

    private static readonly Option<long?> OutsideLimit = new("--outside-limit")
    {
        Description = "Have the files of providers and points system grow to so many bytes only, likewise.",
        HelpName = "BYTES",
        CustomParser = result => WholeNumber<long>(result),
    };

    private static readonly Option<string?> Data = new("--data") { Description = "Keep all state in this folder.", HelpName = "DIR" };
    private static readonly Option<bool> Serve = new("--serve") { Description = "Afterwards keep the application and what it is connected to up, to be looked at." };
    private static readonly Option<bool> Notices = new("--notices") { Description = "Of a points award: give members contacts, and have them told of their points." };
    private static readonly Option<bool> Faults = new("--faults") { Description = "Have some requests to providers and points system throttled, fail, or go unanswered." };
    private static readonly Option<bool> HastyTimers = new("--hasty-timers") { Description = "Have durable timers fire up to a second early, as on Azure Storage." };
    private static readonly Option<string?> Report = new("--report") { Description = "Write the closing report as JSON.", HelpName = "FILE.json" };
    private static readonly Option<string?> ProviderLog = new("--provider-log") { Description = "Write one JSON line for each message that the providers were asked to send.", HelpName = "FILE.ndjson" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on where the rehearsal in --data was." };
    private static readonly Option<string> Lang = new("--lang") { Description = "Language of all that is said here and on the served page: en or ja.", HelpName = "en|ja", DefaultValueFactory = _ => "en" };
    private static readonly Option<DateOnly?> Until = new("--until") { Description = "Stop when this day has begun in Japan; --resume goes on, or with --serve the buttons of a page.", HelpName = "YYYY-MM-DD", CustomParser = Day };

    /// <summary>Parses the arguments and runs what they ask for.</summary>
    /// <returns>The exit code: 0 done, 1 done and found at fault, 2 not possible as asked.</returns>
    public static async Task<int> InvokeAsync(string[] args, Func<RehearsalOptions, CancellationToken, Task<int>> run)
    {
        RootCommand root = new("Runs a whole campaign on a virtual clock with synthetic people, and checks it from outside.")
        {
            CheckCommand.Command, Campaign, People, Seed, Ledger, Store, StoreLimit, OutsideLimit, Data, Serve, Notices, Faults, HastyTimers, Report, ProviderLog, Resume, Until, Lang,
        };
        root.SetAction((parsed, cancellation) => run(Options(parsed), cancellation));
        ParseResult parsed = root.Parse(args);
        try
        {
            return parsed.Errors is [ParseError first, ..]
                ? throw new UsageException(first.Message, $"指定が正しくありません：{first.Message}")
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException problem)
        {
            await Console.Error.WriteLineAsync($"rehearse: {problem.In(LanguageOf(args))}");
            return 2;
        }
    }

    /// <summary>What is wrong with the arguments is said in the language that they ask for, as far as that can be read.</summary>
    private static Language LanguageOf(string[] args) =>
        string.Join(' ', args) is var line && (line.Contains("--lang ja", StringComparison.Ordinal) || line.Contains("--lang=ja", StringComparison.Ordinal)) ? Language.Japanese : Language.English;

    private static TNumber WholeNumber<TNumber>(ArgumentResult result)
        where TNumber : struct, INumberBase<TNumber>
    {
        string given = result.Tokens[0].Value;
        if (!TNumber.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out TNumber number))
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name} must be a whole number, not '{given}'.");
        }

        return number;
    }

    private static DateOnly? Day(ArgumentResult result)
    {
        string given = result.Tokens[0].Value;
        if (!DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            result.AddError($"--until must be a day such as 2023-04-20, not '{given}'.");
        }

        return day;
    }

    private static RehearsalOptions Options(ParseResult parsed)
    {
        RehearsalOptions options = new()
        {
            Campaign = parsed.GetValue(Campaign)!,
            People = parsed.GetValue(People) ?? new RehearsalOptions().People,
            Seed = parsed.GetValue(Seed),
            Ledger = FullPath(parsed.GetValue(Ledger)),
            Store = parsed.GetValue(Store)!,
            StoreBytes = parsed.GetValue(StoreLimit),
            OutsideBytes = parsed.GetValue(OutsideLimit),
            Data = FullPath(parsed.GetValue(Data)),
            Serve = parsed.GetValue(Serve),
            Notices = parsed.GetValue(Notices),
            Faults = parsed.GetValue(Faults),
            HastyTimers = parsed.GetValue(HastyTimers),
            Report = FullPath(parsed.GetValue(Report)),
            ProviderLog = FullPath(parsed.GetValue(ProviderLog)),
            Resume = parsed.GetValue(Resume),
            Until = parsed.GetValue(Until),
            Language = parsed.GetValue(Lang) switch
            {
                "en" => Language.English,
                "ja" => Language.Japanese,
                string other => throw new UsageException($"--lang must be en or ja, not '{other}'.", $"--langはenかjaです（{other}ではなく）。"),
                null => Language.English,
            },
        };
        Check(options, peopleGiven: parsed.GetValue(People) is not null);
        return options;
    }

    private static void Check(RehearsalOptions options, bool peopleGiven)
    {
        if (options.Campaign.StartsWith('-'))
        {
            throw new UsageException($"There is no option '{options.Campaign}'; --help lists them.", $"「{options.Campaign}」という指定はありません。--helpで一覧を表示します。");
        }

        if (options.People is < 1 or > RehearsalOptions.PeopleMax)
        {
            throw new UsageException($"--people must be from 1 to {RehearsalOptions.PeopleMax}, not {options.People}.", $"--peopleは1から{RehearsalOptions.PeopleMax}までです（{options.People}ではなく）。");
        }

        if (peopleGiven && options.Ledger is not null)
        {
            throw new UsageException("--people and --ledger exclude each other: a ledger brings its own people.", "--peopleと--ledgerは同時に使えません。名簿の人数になります。");
        }

        if (options.Store != RehearsalOptions.EmbeddedStore && !options.Store.Contains('=', StringComparison.Ordinal))
        {
            throw new UsageException($"--store must be \"embedded\" or the connection string of a table service, not '{options.Store}'.", $"--storeは「embedded」かテーブルサービスの接続文字列です（{options.Store}ではなく）。");
        }

        if (options.StoreBytes is { } bytes && (bytes < RehearsalOptions.StoreBytesMin || options.Store != RehearsalOptions.EmbeddedStore))
        {
            throw new UsageException($"--store-limit is for the embedded store, and at least {RehearsalOptions.StoreBytesMin} bytes.", $"--store-limitは内蔵のストア用で、{RehearsalOptions.StoreBytesMin}バイト以上です。");
        }

        if (options.OutsideBytes < 1)
        {
            throw new UsageException("--outside-limit must be at least 1 byte.", "--outside-limitは1バイト以上です。");
        }

        if (options.Resume && options.Data is null)
        {
            throw new UsageException("--resume needs the --data folder of the rehearsal to go on with.", "--resumeには、続けるリハーサルの--dataフォルダーが必要です。");
        }

        if (options.Until is not null && options.Data is null && !options.Serve)
        {
            throw new UsageException(
                "--until needs a --data folder that keeps what is to be gone on with, or --serve to go on at once.",
                "--untilには、続きを残す--dataフォルダーか、その場で続ける--serveが必要です。");
        }

        CheckReadable(options.Ledger);
        CheckWritable("--report", options.Report);
        CheckWritable("--provider-log", options.ProviderLog);
    }

    private static void CheckReadable(string? ledger)
    {
        if (ledger is null)
        {
            return;
        }

        try
        {
            using FileStream file = File.OpenRead(ledger);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The ledger {ledger} cannot be read: {problem.Message}", $"名簿{ledger}を読めません：{problem.Message}");
        }
    }

    private static void CheckWritable(string option, string? file)
    {
        if (file is not null && (Directory.Exists(file) || !Directory.Exists(Path.GetDirectoryName(file))))
        {
            throw new UsageException(
                $"{option}: {file} cannot be written: its folder must exist, and it must not be a folder itself.", $"{option}：{file}に書き込めません。フォルダーがあり、それ自体はフォルダーでないことが必要です。");
        }
    }

    private static string? FullPath(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);
}
