using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Common;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Witness;

/// <summary>What the witness found about members being told. All but <see cref="Expected"/>, <see cref="Told"/> and <see cref="OnOtherChannel"/> must be zero.</summary>
/// <param name="Expected">Members who can be reached and hold points in the end.</param>
/// <param name="Told">Members to whom a message was sent.</param>
/// <param name="OnOtherChannel">Of them, those who were written to once more on their other channel.</param>
/// <param name="Duplicates">Messages beyond one for each of a member's channels.</param>
/// <param name="Losses">Members who are expected to be told and were not.</param>
/// <param name="Strangers">Messages to addresses that are no member's.</param>
/// <param name="Wrong">Messages that name other points than the member held at that time.</param>
/// <param name="OutOfHours">Messages outside the hours of the day.</param>
/// <param name="Unrecognised">Messages that do not say how many points were granted.</param>
internal sealed record NoticesFound(long Expected, long Told, long OnOtherChannel, long Duplicates, long Losses, long Strangers, long Wrong, long OutOfHours, long Unrecognised)
{
    public bool Clean => this is { Duplicates: 0, Losses: 0, Strangers: 0, Wrong: 0, OutOfHours: 0, Unrecognised: 0 };
}

/// <summary>
/// Compares the points system's ledger with the providers' log, and asks the application nothing: whoever holds points and can be reached must have been
/// sent one message, and on the other channel one more at the most, each with the points that were booked for them by then.
/// </summary>
internal sealed partial class NoticesWitness
{
    private static readonly TimeOnly DayStart = new(9, 0);
    private static readonly TimeOnly DayEnd = new(20, 0);

    private readonly MemberContacts _contacts;
    private readonly Dictionary<ulong, int> _memberOf = [];
    private readonly List<(DateTimeOffset At, long Held)>?[] _held;
    private readonly Dictionary<(int Member, string Channel), int> _sent = [];
    private readonly HashSet<string> _requests = new(StringComparer.OrdinalIgnoreCase);
    private NoticesFound _found = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public NoticesWitness(MemberContacts contacts)
    {
        _contacts = contacts;
        _held = new List<(DateTimeOffset, long)>?[contacts.Members.Count];
        for (int index = 0; index < contacts.Members.Count; index++)
        {
            foreach (string address in contacts.AddressesOf(index))
            {
                _memberOf.Add(Chance.Hash(address), index);
            }
        }
    }

    /// <summary>Takes note of a booking. All of them come before the first message, in their order.</summary>
    public void Observe(PointsBooking booking)
    {
        if (_contacts.Members.IndexOf(booking.Member) is { } index)
        {
            List<(DateTimeOffset At, long Held)> held = _held[index] ??= [];
            held.Add((booking.At, (held.Count == 0 ? 0 : held[^1].Held) + (booking.Kind == "grant" ? booking.Points : -booking.Points)));
        }
    }

    /// <summary>Reads the providers' log to its end.</summary>
    public async Task ReadAsync(string providerLog, CancellationToken cancellationToken)
    {
        await foreach (string line in File.ReadLinesAsync(providerLog, cancellationToken))
        {
            Observe(JsonSerializer.Deserialize<ProviderLine>(line, JsonSerializerOptions.Web) ?? throw new InvalidDataException("The provider log holds a line that is null."));
        }
    }

    public void Observe(ProviderLine message)
    {
        // A message without any id can be no repeat of another.
        if (message.RequestId is { } id && !_requests.Add(id))
        {
            return;
        }

        _found = _found with { OutOfHours = _found.OutOfHours + (IsInHours(message.At) ? 0 : 1) };
        if (!_memberOf.TryGetValue(Chance.Hash(message.To), out int member))
        {
            _found = _found with { Strangers = _found.Strangers + 1 };
            return;
        }

        int sent = _sent[(member, message.Channel)] = _sent.GetValueOrDefault((member, message.Channel)) + 1;
        _found = _found with { Duplicates = _found.Duplicates + (sent > 1 ? 1 : 0) };
        Match points = PointsText().Match(message.Text);
        if (!points.Success)
        {
            _found = _found with { Unrecognised = _found.Unrecognised + 1 };
        }
        else if (!HeldBy(member, message.At).Contains(long.Parse(points.Groups["points"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)))
        {
            _found = _found with { Wrong = _found.Wrong + 1 };
        }
    }

    /// <summary>What the log comes to, now that it has been read to its end.</summary>
    public NoticesFound Findings()
    {
        HashSet<int> told = [.. _sent.Keys.Select(sent => sent.Member)];
        HashSet<int> expected = [.. Enumerable.Range(0, _held.Length).Where(index => _held[index] is [.., { Held: > 0 }] && _contacts.AddressesOf(index).Any())];
        return _found with
        {
            Expected = expected.Count,
            Told = told.Count,
            OnOtherChannel = _sent.Count - told.Count,
            Losses = expected.Except(told).Count(),
        };
    }

    /// <summary>What a member held last before an instant, and whatever was booked at that very instant: which came first, no log can tell.</summary>
    private IEnumerable<long> HeldBy(int member, DateTimeOffset instant)
    {
        List<(DateTimeOffset At, long Held)> held = _held[member] ?? [];
        int before = held.FindLastIndex(booking => booking.At < instant);
        return held.Skip(Math.Max(before, 0)).TakeWhile(booking => booking.At <= instant).Select(booking => booking.Held).Where(points => points > 0);
    }

    private static bool IsInHours(DateTimeOffset instant) => TimeOnly.FromDateTime(instant.ToJapan().DateTime) is var time && time >= DayStart && time < DayEnd;

    [GeneratedRegex("(?<points>[0-9,]+)ポイントを付与しました", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PointsText();
}
