using System.Text.RegularExpressions;
using Compensation.Emulators.Communication;

namespace Compensation.Rehearsal.People;

/// <summary>The phones and mailboxes of those who have to prove that they are theirs: each keeps the newest code that it was sent.</summary>
internal sealed partial class Inboxes
{
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public void Hear(EmulatedMessage message)
    {
        if (message.WillBeDelivered && Code().Match(message.Text) is { Success: true } code)
        {
            lock (_gate)
            {
                _codes[message.To] = code.Groups["code"].Value;
            }
        }
    }

    /// <summary>What the owner of an address reads; once, as nobody types a used code again. Null where none has come.</summary>
    public string? CodeFor(string address)
    {
        lock (_gate)
        {
            return _codes.Remove(address, out string? code) ? code : null;
        }
    }

    [GeneratedRegex(@"確認番号(?:は |：)(?<code>[0-9]{6})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
