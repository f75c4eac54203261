using System.Collections.Frozen;
using System.Reflection;

namespace Compensation.Transfers.Banks;

/// <summary>
/// Banks and branches by what people type: a name, with or without 銀行 and 支店, its kana, a former name, or the code. The data is of zengin-code (MIT; the version
/// stands in <c>banks.tsv</c>, which <c>refresh-banks.mjs</c> makes); it lags behind mergers by weeks, so that what it does not know can still be given by code.
/// </summary>
public sealed class BankDirectory
{
    /// <summary>The bank in which a branch follows from a passbook's symbol.</summary>
    public const string JapanPost = "9900";

    private readonly FrozenDictionary<string, BankEntry> _banks;
    private readonly ILookup<string, Bank> _byName;
    private readonly ILookup<string, Bank> _byFormerName;

    public BankDirectory()
    {
        List<BankEntry> banks = [.. ReadBanks()];
        _banks = banks.ToFrozenDictionary(entry => entry.Bank.Code, StringComparer.Ordinal);
        _byName = banks
            .SelectMany(entry => NamesOf(entry.Bank.Name, entry.Bank.Kana).Select(name => (Name: name, entry.Bank)))
            .ToLookup(named => named.Name, named => named.Bank, StringComparer.Ordinal);
        _byFormerName = ReadAliases().ToLookup(named => named.Name, named => named.Bank, StringComparer.Ordinal);
    }

    /// <summary>From what the data was made: package and version.</summary>
    public static string Source { get; } = Lines("banks.tsv").First().TrimStart('#', ' ');

    public IEnumerable<Bank> All => _banks.Values.Select(entry => entry.Bank);

    public Bank? FindBank(string code) => _banks.GetValueOrDefault(code)?.Bank;

    public Branch? FindBranch(string bank, string code) => _banks.GetValueOrDefault(bank)?.Branches.GetValueOrDefault(code);

    /// <summary>Those that somebody may mean: one where it is clear, several to choose from, none.</summary>
    /// <param name="typed">A name, kana, a former name, or up to four digits.</param>
    public IReadOnlyList<Bank> Banks(string typed) => BankNames.CodeOf(typed, 4) is { } code
        ? FindBank(code) is { } bank ? [bank] : []
        : InOrder(Called(BankNames.Folded(typed), BankNames.SaysBank(typed)), bank => bank.Code);

    /// <inheritdoc cref="Banks"/>
    /// <param name="bank">The bank's code.</param>
    /// <param name="typed">A name, kana, or up to three digits.</param>
    public IReadOnlyList<Branch> Branches(string bank, string typed)
    {
        if (_banks.GetValueOrDefault(bank) is not { } entry)
        {
            return [];
        }

        if (BankNames.CodeOf(typed, 3) is { } code)
        {
            return entry.Branches.GetValueOrDefault(code) is { } branch ? [branch] : [];
        }

        string name = BankNames.Folded(typed);
        return InOrder(name.Length == 0 ? [] : entry.ByName.Contains(name) ? entry.ByName[name] : Beginning(name, entry.ByName), branch => branch.Code);
    }

    /// <summary>
    /// Those of the name; where there are none, those that were called so, beside those whose names begin so: 富士 may be the bank that is みずほ today, or 富士信金; 富士銀行 is the first alone.
    /// </summary>
    private IEnumerable<Bank> Called(string name, bool isBank) =>
        name.Length == 0 ? []
        : _byName.Contains(name) ? _byName[name]
        : !_byFormerName.Contains(name) ? [.. Beginning(name, _byName), .. Beginning(name, _byFormerName)]
        : isBank ? _byFormerName[name]
        : [.. _byFormerName[name], .. Beginning(name, _byName)];

    private static IEnumerable<T> Beginning<T>(string name, ILookup<string, T> byName) => byName.Where(named => named.Key.StartsWith(name, StringComparison.Ordinal)).SelectMany(named => named);

    private static List<T> InOrder<T>(IEnumerable<T> found, Func<T, string> codeOf) => [.. found.Distinct().OrderBy(codeOf, StringComparer.Ordinal)];

    private static IEnumerable<string> NamesOf(string name, string kana) => new[] { BankNames.Folded(name), BankNames.Folded(kana) }.Distinct(StringComparer.Ordinal);

    private static IEnumerable<BankEntry> ReadBanks()
    {
        Bank? bank = null;
        List<Branch> branches = [];
        foreach (string[] cells in Lines("banks.tsv").Skip(1).Select(line => line.Split('\t')))
        {
            if (cells[0].Length == 0)
            {
                branches.Add(new Branch(cells[1], cells[2], cells[3]));
                continue;
            }

            if (bank is not null)
            {
                yield return BankEntry.Of(bank, branches);
            }

            (bank, branches) = (new Bank(cells[0], cells[1], cells[2]), []);
        }

        yield return BankEntry.Of(bank!, branches);
    }

    private IEnumerable<(string Name, Bank Bank)> ReadAliases() => Lines("aliases.tsv").Skip(1).Select(line => line.Split('\t'))
        .Where(cells => _banks.ContainsKey(cells[0]))
        .Select(cells => (BankNames.Folded(cells[1]), _banks[cells[0]].Bank));

    private static IEnumerable<string> Lines(string resource)
    {
        using Stream table = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not part of this build.");
        using StreamReader lines = new(table);
        while (lines.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private sealed record BankEntry(Bank Bank, FrozenDictionary<string, Branch> Branches, ILookup<string, Branch> ByName)
    {
        public static BankEntry Of(Bank bank, IReadOnlyList<Branch> branches) => new(
            bank,
            branches.ToFrozenDictionary(branch => branch.Code, StringComparer.Ordinal),
            branches.SelectMany(branch => NamesOf(branch.Name, branch.Kana).Select(name => (Name: name, Branch: branch))).ToLookup(named => named.Name, named => named.Branch, StringComparer.Ordinal));
    }
}
