using Compensation.Campaigns;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.People;

/// <summary>Everybody who gets messages: hears of them, makes up their mind, and visits the receipt site when the time has come.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>How many people are on the receipt site at a time.</summary>
    private const int VisitorsMax = 32;

    private readonly TimeProvider _clock;
    private readonly WorkInProgress _work;
    private readonly Campaign _campaign;
    private readonly NoticeRecogniser _notices;
    private readonly Behaviour _behaviour;
    private readonly Func<string, Product, Task> _visit;
    private readonly Func<string, bool> _isSomebodyElses;
    private readonly PendingVisits _pending = new();
    private readonly ITimer _timer;

    /// <param name="clock">The virtual clock.</param>
    /// <param name="work">Where visits under way are counted.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="behaviour">How these people are.</param>
    /// <param name="isSomebodyElses">Whether an address is that of somebody whom the message was not meant for.</param>
    /// <param name="visit">Goes to the receipt site with a link's token and the product to choose.</param>
    public Crowd(TimeProvider clock, WorkInProgress work, Campaign campaign, Behaviour behaviour, Func<string, bool> isSomebodyElses, Func<string, Product, Task> visit)
    {
        (_clock, _work, _campaign, _behaviour, _isSomebodyElses, _visit) = (clock, work, campaign, behaviour, isSomebodyElses, visit);
        _notices = new NoticeRecogniser(campaign);
        _timer = clock.CreateTimer(_ => OnDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many have made up their mind and not acted yet.</summary>
    public int Pending => _pending.Count;

    /// <summary>Someone's phone or mailbox has a message. What lies in the past was dealt with before a restart.</summary>
    /// <returns>The kind of the message, or null where it is none of the campaign's.</returns>
    public NoticeKind? Hear(EmulatedMessage message)
    {
        NoticeKind? heard = _notices.KindOf(message.Text);
        if (heard is { } kind
            && message.DeliveredAt is { } receivedAt
            && !_isSomebodyElses(message.To)
            && NoticeRecogniser.TokenIn(message.Text) is { } token
            && _behaviour.VisitAfter(kind, message.To, token, receivedAt) is { } at
            && at >= _clock.GetUtcNow()
            && _pending.Add(at, Visit.Of(token, ChoiceOf(message.To))))
        {
            Wait();
        }

        return heard;
    }

    public void Dispose() => _timer.Dispose();

    private int ChoiceOf(string address)
    {
        string id = _behaviour.ProductOf(address);
        return _campaign.Products.Index().First(product => product.Item.Id == id).Index;
    }

    private void Wait()
    {
        if (_pending.Next() is { } next)
        {
            TimeSpan wait = next - _clock.GetUtcNow();
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDue()
    {
        IDisposable piece = _work.Begin();
        _ = Task.Run(() => VisitAllAsync(piece));
    }

    private async Task VisitAllAsync(IDisposable piece)
    {
        using (piece)
        {
            ParallelOptions bounded = new() { MaxDegreeOfParallelism = VisitorsMax };
            await Parallel.ForEachAsync(_pending.TakeDue(_clock.GetUtcNow()), bounded, async (visit, _) =>
                await _visit(visit.TokenText(), _campaign.Products[visit.Product]));
            Wait();
        }
    }
}
