namespace Compensation.Campaigns;

/// <summary>What a product's codes look like once blanks and hyphens, which issuers print for the eye only, are left out.</summary>
/// <param name="Characters">Which characters they are made of.</param>
/// <param name="LengthMin">The fewest.</param>
/// <param name="LengthMax">The most.</param>
public sealed record CodeForm(CodeCharacters Characters, int LengthMin, int LengthMax)
{
    /// <summary>For a product whose issuer says nothing of it.</summary>
    public static readonly CodeForm Default = new(CodeCharacters.LettersAndDigits, 4, 40);

    public bool Fits(string code) => code.Length >= LengthMin && code.Length <= LengthMax && code.All(Characters == CodeCharacters.Digits ? char.IsAsciiDigit : char.IsAsciiLetterOrDigit);

    /// <summary>In words, for whoever has to mend a file.</summary>
    public override string ToString() =>
        $"{(LengthMin == LengthMax ? $"{LengthMin}" : $"{LengthMin} to {LengthMax}")} {(Characters == CodeCharacters.Digits ? "digits" : "letters and digits")}, blanks and hyphens not counted";
}

/// <summary>What codes are made of.</summary>
public enum CodeCharacters
{
    LettersAndDigits,
    Digits,
}
