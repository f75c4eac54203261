using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Receipts.Proof;

/// <summary>What one person is asked.</summary>
/// <param name="To">The one way that a code would go.</param>
/// <param name="LastDigits">What has to be typed; null where a code is sent.</param>
internal sealed record ProofQuestion(Contact To, string? LastDigits)
{
    private const int CodeLength = 6;
    private const int DigitsLength = 4;

    /// <summary>Another way on file for a code, for whom the first does not reach; null where there is none.</summary>
    public Contact? Other { get; private init; }

    /// <summary>Whether a code has been asked for, so that there is something to type.</summary>
    public bool IsSent { get; init; }

    public bool IsCode => LastDigits is null;

    public bool BySms => To.Phone is not null;

    public int Length => IsCode ? CodeLength : DigitsLength;

    public static ProofQuestion Of(Campaign campaign, Contact contact) => contact.Phone is not { } phone ? new ProofQuestion(contact, null)
        : campaign.SecondFactor == SecondFactor.LastDigits ? new ProofQuestion(contact with { Email = null }, phone[^DigitsLength..])
        : new ProofQuestion(contact with { Email = null }, null) { Other = contact.Email is null ? null : contact with { Phone = null } };

    /// <summary>As people type and paste it: blanks, hyphens and width make no difference.</summary>
    /// <returns>Null where it is not as many digits as are asked for.</returns>
    public string? Parse(string? typed)
    {
        string digits = string.Concat(Folding.Plain(typed).Where(character => character is not (' ' or '-')));
        return digits.Length == Length && digits.All(char.IsAsciiDigit) ? digits : null;
    }
}

/// <summary>Why a proof was not taken.</summary>
internal sealed record ProofFault(ProofFaultKind Kind)
{
    public static readonly ProofFault None = new(ProofFaultKind.None);
    public static readonly ProofFault Missing = new(ProofFaultKind.Missing);
    public static readonly ProofFault Wrong = new(ProofFaultKind.Wrong);
    public static readonly ProofFault NotSent = new(ProofFaultKind.NotSent);

    public DateTimeOffset? From { get; private init; }

    public static ProofFault NotBefore(DateTimeOffset from) => new(ProofFaultKind.NotBefore) { From = from };
}

internal enum ProofFaultKind
{
    None,

    /// <summary>Not as many digits as are asked for.</summary>
    Missing,
    Wrong,

    /// <summary>Too many wrong ones, or a code a moment ago.</summary>
    NotBefore,

    /// <summary>The provider did not take the code.</summary>
    NotSent,
}
