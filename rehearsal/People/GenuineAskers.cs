using System.Text.RegularExpressions;
using Compensation.Emulators.Communication;
using Compensation.Notices;
using Compensation.Rehearsal.Witness;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.People;

/// <summary>
/// A few of those who were written to ring and ask whether that was genuine, and some of them have got a swindler's message too. The operator holds what they read out against the
/// campaign's public page, as anybody could.
/// </summary>
internal sealed partial class GenuineAskers(RehearsedWorld world) : IDisposable
{
    private const double Share = 1 / 250.0;
    private const int Most = 20;
    private const string Swindlers = "+815012345678";

    private static readonly TimeSpan RingsAfter = TimeSpan.FromMinutes(47);

    private readonly Lock _gate = new();
    private HttpClient? _http;
    private int _asked;

    /// <summary>How many were told what is not so.</summary>
    public int Misled { get; private set; }

    /// <summary>How many have asked, in this run.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Hear(NoticeKind? kind, EmulatedMessage message)
    {
        if (kind == NoticeKind.Issue && message.DeliveredAt is { } at && at + RingsAfter >= world.Clock.GetUtcNow() && Chance.For(world.Options.Seed, "genuine?", message.To).Hits(Share))
        {
            lock (_gate)
            {
                if (_http is not null && _asked < Most)
                {
                    _asked++;
                    world.At(at + RingsAfter, () => AskAsync(message));
                }
            }
        }
    }

    /// <summary>From now on people ring.</summary>
    public void Open() => _http = new HttpClient { BaseAddress = world.App.BaseAddress, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _http?.Dispose();

    private async Task AskAsync(EmulatedMessage message)
    {
        string page = await _http!.GetStringAsync(new Uri($"genuine/{world.Campaign.Id}", UriKind.Relative));
        string swindle = message.Text.Replace("/r/", ".example.net/r/", StringComparison.Ordinal);
        bool isRight = IsGenuine(page, message.From, message.Text) && !IsGenuine(page, message.From, swindle) && !IsGenuine(page, Swindlers, message.Text);
        Misled += isRight ? 0 : 1;
    }

    private static bool IsGenuine(string page, string from, string text) =>
        Facts().Matches(page).Any(fact => IsSender(fact.Groups["fact"].Value, from))
        && Address().Match(page) is { Success: true } address && text.Contains(address.Groups["address"].Value, StringComparison.Ordinal);

    /// <summary>A number is printed with hyphens, and as it is dialled.</summary>
    private static bool IsSender(string printed, string from) => from.StartsWith('+')
        ? DigitsOf(printed) is { Length: >= 8 } digits && DigitsOf(from).EndsWith(digits.TrimStart('0'), StringComparison.Ordinal)
        : string.Equals(printed, from, StringComparison.OrdinalIgnoreCase);

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex("<dd>(?<fact>[^<]+)</dd>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Facts();

    [GeneratedRegex("<p class=\"address\" translate=\"no\">(?<address>[^<]+)</p>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
