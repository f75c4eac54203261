using System.Globalization;

namespace Compensation.Rehearsal.DoubleCharges;

/// <summary>Under which numbers cases were opened, what shops and the second person have said, and which codes the callers were shown: in a file, since it has happened after a restart too. A line that a kill has torn is none.</summary>
internal sealed class ChargeNotes
{
    private const string Case = "case";
    private const string Shop = "shop";
    private const string Approved = "approved";
    private const string Code = "code";
    private const string End = ".";

    private readonly string _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _shops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _approved = new(StringComparer.Ordinal);
    private readonly HashSet<(string Number, ulong Right, string Code)> _codes = [];

    public ChargeNotes(string file)
    {
        _file = file;
        foreach (string[] line in File.Exists(file) ? File.ReadLines(file).Select(line => line.Split('\t')) : [])
        {
            Note(line);
        }
    }

    /// <summary>What the shop has said; null where it has said nothing.</summary>
    public bool? ShopOf(string number)
    {
        lock (_gate)
        {
            return _shops.TryGetValue(number, out bool confirms) ? confirms : null;
        }
    }

    /// <summary>When the second person approved; null where he did not.</summary>
    public DateTimeOffset? ApprovedAt(string number)
    {
        lock (_gate)
        {
            return _approved.TryGetValue(number, out DateTimeOffset at) ? at : null;
        }
    }

    /// <summary>The codes that somebody was shown, one for each of his rights.</summary>
    public IReadOnlyList<(ulong Right, string Code)> CodesOf(string number)
    {
        lock (_gate)
        {
            return [.. _codes.Where(code => code.Number == number).Select(code => (code.Right, code.Code))];
        }
    }

    /// <summary>Which coupon the operator took down under a case's number, as the operators who look at it later are shown only the end of the coupon's.</summary>
    public void Opened(string number, string caseNumber) => Write(Case, number, caseNumber);

    /// <exception cref="InvalidOperationException">Nobody who rang has this case.</exception>
    public string NumberOf(string caseNumber)
    {
        lock (_gate)
        {
            return _cases.TryGetValue(caseNumber, out string? number) ? number : throw new InvalidOperationException($"Nobody who rang was given case {caseNumber}.");
        }
    }

    /// <summary>Written down before it is said: what was not said after all is said again after a restart, at the same instant.</summary>
    public void ShopSays(string number, bool confirms) => Write(Shop, number, confirms ? "yes" : "no");

    /// <summary>Likewise; once said, it was said when it was said first.</summary>
    public void Approves(string number, DateTimeOffset at) => Write(Approved, number, at.UtcTicks.ToString(CultureInfo.InvariantCulture));

    public void Shown(string number, ulong right, string code) => Write(Code, number, right.ToString(CultureInfo.InvariantCulture), code);

    private void Write(params string[] line)
    {
        lock (_gate)
        {
            File.AppendAllText(_file, $"{string.Join('\t', line)}\t{End}\n");
            Note([.. line, End]);
        }
    }

    private void Note(string[] line)
    {
        switch (line)
        {
            case [Case, var number, var caseNumber, End]:
                _cases[caseNumber] = number;
                break;
            case [Shop, var number, var says, End]:
                _shops[number] = says == "yes";
                break;
            case [Approved, var number, var at, End]:
                _approved.TryAdd(number, new DateTimeOffset(long.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero));
                break;
            case [Code, var number, var right, var code, End]:
                _codes.Add((number, ulong.Parse(right, CultureInfo.InvariantCulture), code));
                break;
        }
    }
}
