namespace Compensation.Transfers.Zengin;

/// <summary>What differs from bank to bank in a file that otherwise has one form.</summary>
public sealed record ZenginProfile
{
    /// <summary>CR LF behind every record, the last too; or none at all.</summary>
    public bool LineEnds { get; init; }

    /// <summary>振込指定区分: <c>7</c> by wire, <c>8</c> by letter, or <c>0</c> or a space where the bank does not use it.</summary>
    public char Designation { get; init; } = '7';

    /// <summary>The names of banks and branches, which many banks do not need.</summary>
    public bool BankNames { get; init; } = true;

    /// <summary>ヲ in names.</summary>
    public bool TakesWo { get; init; }

    /// <summary>The reference as EDI information, marked <c>Y</c>; else as two customer codes.</summary>
    public bool Edi { get; init; }

    public ZenginAlphabet Parties => TakesWo ? ZenginAlphabet.PartiesWithWo : ZenginAlphabet.Parties;
}
