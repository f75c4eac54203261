using System.ComponentModel.DataAnnotations;
using OtpNet;

namespace Compensation.Access.LocalAccounts;

/// <summary>Accounts of the app's own, for a closed network. Section <c>LocalAccounts</c>.</summary>
public sealed class LocalAccountOptions : IValidatableObject
{
    public const string Section = "LocalAccounts";

    /// <summary>NIST SP 800-63B asks for 15 characters where a password stands alone, 8 beside a second factor.</summary>
    public const int PasswordLengthMin = 12;

    public const int PasswordLengthMax = 200;

    /// <summary>Whether there are any.</summary>
    public bool Enabled { get; init; }

    /// <summary>The first administrator's sign-in name, where no account has it yet: he is made when the app starts. Take the three settings away once he has made others.</summary>
    [StringLength(64)]
    public string FirstName { get; init; } = string.Empty;

    /// <summary>His password.</summary>
    public string FirstPassword { get; init; } = string.Empty;

    /// <summary>Base32 of 20 random bytes or more, to be typed into his authenticator app.</summary>
    public string FirstTotpSecret { get; init; } = string.Empty;

    /// <summary>How many wrong tries in a row cost no waiting: 3 to 20.</summary>
    [Range(3, 20)]
    public int FreeTries { get; init; } = 5;

    /// <summary>How long the first wait is; each further wrong try doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:05:00")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait: long enough to make guessing hopeless, short enough for an owner whom somebody else keeps out.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the code for a first sign-in counts.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan FirstCodeLives { get; init; } = TimeSpan.FromHours(72);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FirstName.Length == 0)
        {
            yield break;
        }

        if (FirstPassword.Length is < PasswordLengthMin or > PasswordLengthMax)
        {
            yield return new ValidationResult($"{Section}:FirstPassword must have {PasswordLengthMin} to {PasswordLengthMax} characters.", [nameof(FirstPassword)]);
        }

        if (!IsSecret(FirstTotpSecret))
        {
            yield return new ValidationResult($"{Section}:FirstTotpSecret must be base32 of 20 random bytes or more.", [nameof(FirstTotpSecret)]);
        }
    }

    private static bool IsSecret(string base32)
    {
        try
        {
            return Base32Encoding.ToBytes(base32).Length >= 20;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
