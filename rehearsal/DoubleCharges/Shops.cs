using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Emulators.Communication;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.DoubleCharges;

/// <summary>The shops that are written to: on the day after its first message each opens its page and says what its story is, once. Some never do.</summary>
internal sealed partial class Shops : IDisposable
{
    private static readonly TimeOnly Answers = new(13, 40, 27);

    private readonly Dictionary<string, DoubleCharge> _byAddress;
    private readonly Dictionary<DoubleCharge, (string Token, DateTimeOffset At)> _asked = [];
    private readonly ChargeNotes _notes;
    private readonly Lock _gate = new();
    private RehearsedWorld? _world;
    private HttpClient? _http;

    public Shops(IEnumerable<DoubleCharge> charges, ChargeNotes notes)
    {
        _notes = notes;
        _byAddress = charges.Where(charge => charge.Story.IsWrittenTo() && charge.Story.ShopSays() is not null).ToDictionary(charge => charge.ShopAddress, StringComparer.Ordinal);
    }

    /// <summary>A shop's mailbox has a message. What was said before a restart was said.</summary>
    public void Hear(EmulatedMessage message)
    {
        if (message.DeliveredAt is { } at && _byAddress.GetValueOrDefault(message.To) is { } charge && Link().Match(message.Text) is { Success: true } link)
        {
            lock (_gate)
            {
                if (_asked.TryAdd(charge, (link.Groups["token"].Value, at)))
                {
                    PlanAnswer(charge);
                }
            }
        }
    }

    /// <summary>Lets every shop answer whose time has not passed.</summary>
    public void Plan(RehearsedWorld world)
    {
        lock (_gate)
        {
            (_world, _http) = (world, new HttpClient { BaseAddress = world.App.BaseAddress, Timeout = TimeSpan.FromMinutes(2) });
            foreach (DoubleCharge charge in _asked.Keys)
            {
                PlanAnswer(charge);
            }
        }
    }

    public void Dispose() => _http?.Dispose();

    private void PlanAnswer(DoubleCharge charge)
    {
        (string token, DateTimeOffset asked) = _asked[charge];
        DateTimeOffset at = JapanTime.At(asked.DateInJapan().AddDays(1), Answers);
        if (_world is not null && at >= _world.Clock.GetUtcNow())
        {
            _world.At(at, () => AnswerAsync(charge, token));
        }
    }

    private async Task AnswerAsync(DoubleCharge charge, string token)
    {
        bool confirms = charge.Story.ShopSays() ?? throw new InvalidOperationException("This shop does not answer.");
        bool isRepeat = _notes.ShopOf(charge.Number) is not null;
        Uri link = new($"s/{token}", UriKind.Relative);
        using HttpResponseMessage opened = await _http!.GetAsync(link);
        string page = await opened.Content.ReadAsStringAsync();
        if (!isRepeat && !(opened.IsSuccessStatusCode && page.Contains("name=\"confirms\"", StringComparison.Ordinal) && page.Contains(charge.Number[^4..], StringComparison.Ordinal)))
        {
            throw new RehearsalFailedException($"A shop opened its link and was asked nothing: {(int)opened.StatusCode}.");
        }

        _notes.ShopSays(charge.Number, confirms);
        using FormUrlEncodedContent form = new([new("confirms", confirms ? "yes" : "no"), new("name", "店長"), new("remark", confirms ? string.Empty : "記録にありません")]);
        using HttpResponseMessage answered = await _http!.PostAsync(link, form);
        if (!answered.IsSuccessStatusCode)
        {
            throw new RehearsalFailedException($"A shop's answer was not taken: {(int)answered.StatusCode}.");
        }
    }

    [GeneratedRegex(@"https?://\S+?/s/(?<token>[0-9a-f]{30})(?![0-9a-f])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
