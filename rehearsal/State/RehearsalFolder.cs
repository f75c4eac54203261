using System.Security.Cryptography;
using System.Text.Json;
using Compensation.Local.Tables;

namespace Compensation.Rehearsal.State;

/// <summary>
/// The folder of one rehearsal: the stores, the ledger, the keys, the clock, and which rehearsal it is.
/// Held by one process at a time.
/// </summary>
internal sealed class RehearsalFolder : IDisposable
{
    private const string IdentityFile = "rehearsal.json";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly FileStream _lock;
    private readonly bool _temporary;

    private RehearsalFolder(string root, FileStream held, bool temporary)
    {
        (Root, _lock, _temporary) = (root, held, temporary);
        Clock = new ClockFile(Path.Combine(root, "clock"));
    }

    public string Root { get; }

    public ClockFile Clock { get; }

    public string Store => Path.Combine(Root, "store");

    public string Emulator => Path.Combine(Root, "emulator");

    public string PointsSystem => Path.Combine(Root, "points-system");

    public string Bank => Path.Combine(Root, "bank");

    /// <summary>What the officials keep: passwords, authenticators, cookies.</summary>
    public string Officials => Path.Combine(Root, "officials.json");

    /// <summary>Where people write down their receipt numbers.</summary>
    public string Receipts => Path.Combine(Root, "receipts.tsv");

    /// <summary>What is remembered of double charges. There from the beginning, but in folders of releases in which nobody rang about them.</summary>
    public string Charges => Path.Combine(Root, "charges.tsv");

    /// <summary>The delivery of codes.</summary>
    public string Codes => Path.Combine(Root, "codes.csv");

    /// <summary>For which rights codes were shown.</summary>
    public string Collected => Path.Combine(Root, "collected");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The campaign's file where it is not the published one.</summary>
    public string Campaigns => Path.Combine(Root, "campaigns");

    public string Ledger => Path.Combine(Root, "ledger.csv");

    public string ProviderLog => Path.Combine(Root, "provider-log.ndjson");

    private string Identity => Path.Combine(Root, IdentityFile);

    /// <summary>Opens the folder that the options name, or a temporary one.</summary>
    /// <exception cref="UsageException">The folder is in use, holds another rehearsal, or none to go on with.</exception>
    public static RehearsalFolder Open(RehearsalOptions options)
    {
        if (options.Resume && !File.Exists(Path.Combine(options.Data!, IdentityFile)))
        {
            throw new UsageException($"{options.Data} holds no rehearsal to go on with; leave out --resume to begin one.", $"{options.Data}には続けられるリハーサルがありません。--resumeを外すと新しく始めます。");
        }

        string root = options.Data ?? Directory.CreateTempSubdirectory("rehearsal-").FullName;
        FileStream held = Hold(root);
        try
        {
            RehearsalFolder folder = new(root, held, temporary: options.Data is null);
            folder.Identify(options);
            return folder;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether a step that must not be repeated needlessly was finished before a restart.</summary>
    public bool HasPassed(string step) => File.Exists(StepFile(step));

    public void MarkPassed(string step) => File.WriteAllBytes(StepFile(step), []);

    public void Dispose()
    {
        Clock.Dispose();
        _lock.Dispose();
        if (_temporary)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static FileStream Hold(string root)
    {
        try
        {
            // A real ledger may lie in it.
            OwnersFolder.Make(root);
            return new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Directory.Exists(root)
                ? new UsageException($"{root} is in use by another rehearsal, or cannot be written.", $"{root}はほかのリハーサルが使っているか、書き込めません。")
                : new UsageException($"{root} cannot be made: {problem.Message}", $"{root}を作れません：{problem.Message}");
        }
    }

    private void Identify(RehearsalOptions options)
    {
        RehearsalIdentity asked = RehearsalIdentity.Of(options);
        if (!File.Exists(Identity))
        {
            if (Directory.EnumerateFileSystemEntries(Root).Any(entry => Path.GetFileName(entry) is not ("lock" or "clock")))
            {
                throw new UsageException($"{Root} is not empty and holds no rehearsal; choose an empty or a new folder.", $"{Root}は空ではなく、リハーサルもありません。空のフォルダーか新しいフォルダーを指定してください。");
            }

            string complete = Identity + ".new";
            File.WriteAllText(complete, JsonSerializer.Serialize(asked, Indented));
            File.WriteAllBytes(Charges, []);
            File.Move(complete, Identity);
            return;
        }

        if (!options.Resume)
        {
            throw new UsageException($"{Root} already holds a rehearsal; go on with it by --resume, or choose another folder.", $"{Root}にはもうリハーサルがあります。--resumeで続けるか、別のフォルダーを指定してください。");
        }

        RehearsalIdentity? held = JsonSerializer.Deserialize<RehearsalIdentity>(File.ReadAllText(Identity), Indented);
        if (held != asked)
        {
            throw new UsageException($"{Root} holds another rehearsal ({held}); --resume needs the same options as the beginning.", $"{Root}にあるのは別のリハーサルです（{held}）。--resumeには始めたときと同じ指定が必要です。");
        }
    }

    private string StepFile(string step) => Path.Combine(Root, $"passed-{step}");
}

/// <summary>Which rehearsal a folder holds: everything that its result depends on.</summary>
/// <param name="Ledger">SHA-256 of the given ledger's bytes, or null with synthetic people.</param>
/// <param name="Store">SHA-256 of the store's connection string, so that no key is written down; or <c>embedded</c>.</param>
internal sealed record RehearsalIdentity(string Campaign, int People, long Seed, string? Ledger, string Store)
{
    /// <summary>Members are told of their points.</summary>
    public bool Notices { get; init; }

    /// <summary>Whoever the application depends on fails now and then.</summary>
    public bool Faults { get; init; }

    /// <summary>Durable timers fire early.</summary>
    public bool HastyTimers { get; init; }

    public static RehearsalIdentity Of(RehearsalOptions options) => new(
        options.Campaign,
        options.People,
        options.Seed,
        options.Ledger is null ? null : HashOf(options.Ledger),
        options.Store == RehearsalOptions.EmbeddedStore ? options.Store : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(options.Store))))
    {
        Notices = options.Notices,
        Faults = options.Faults,
        HastyTimers = options.HastyTimers,
    };

    public override string ToString() => Ledger is null ? $"{Campaign}, {People} people, seed {Seed}" : $"{Campaign}, a ledger, seed {Seed}";

    private static string HashOf(string file)
    {
        using FileStream bytes = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
