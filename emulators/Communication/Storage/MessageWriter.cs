using System.Globalization;
using System.Threading.Channels;
using Compensation.Emulators.Communication.Recipients;
using Microsoft.Data.Sqlite;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>
/// The only writer. Whatever has queued up while one commit was under way shares the next, so that the cost of a commit is
/// spread over all requests that wait for it; nobody has an answer before the commit.
/// </summary>
internal sealed class MessageWriter : IAsyncDisposable
{
    private const int LargestCommit = 1_000;

    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly MessageTransaction _transaction;
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<StoredMessage>> _committed;
    private readonly Func<Exception, Exception> _failed;
    private readonly Task _loop;
    private long _sequence;

    /// <param name="lastSequence">The last one in the store.</param>
    /// <param name="committed">Called with what each commit added, in order, before anybody has an answer.</param>
    /// <param name="failed">Called when nothing can be written; what it returns is what those who asked get.</param>
    public MessageWriter(MessageTransaction transaction, long lastSequence, TimeProvider time, Action<IReadOnlyList<StoredMessage>> committed, Func<Exception, Exception> failed)
    {
        (_transaction, _sequence, _time, _committed, _failed) = (transaction, lastSequence, time, committed, failed);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Records what was asked, and answers when it is on disk.</summary>
    public async Task<IReadOnlyList<AskOutcome>> AcceptAsync(IReadOnlyList<Ask> asks)
    {
        List<AskOutcome> outcomes = new(asks.Count);
        await EnqueueAsync(added =>
        {
            outcomes.Clear();
            outcomes.AddRange(asks.Select(ask => Accept(ask, added)));
        });
        return outcomes;
    }

    /// <summary>Records that reports need not be posted again: they were posted, or given up.</summary>
    public Task SettleReportsAsync(IReadOnlyList<long> sequences, bool posted) => EnqueueAsync(_ =>
    {
        foreach (long sequence in sequences)
        {
            _transaction.SettleReport(sequence, posted ? 1 : 2);
        }

        _transaction.Count(posted ? Totals.ReportsPosted : Totals.ReportsGivenUp, sequences.Count);
    });

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _loop;
        _transaction.Dispose();
    }

    private async Task EnqueueAsync(Action<List<StoredMessage>> apply)
    {
        Job job = new(apply);
        await _jobs.Writer.WriteAsync(job);
        await job.Done.Task;
    }

    private AskOutcome Accept(Ask ask, List<StoredMessage> added)
    {
        string? messageId = ask.RequestId is null ? null : _transaction.FindAccepted(ask);
        bool repeat = messageId is not null;
        DateTimeOffset now = _time.GetUtcNow();
        long sequence = _sequence + added.Count + 1;
        if (!repeat && ask.Refusal is null)
        {
            messageId = NewMessageId(ask, sequence, now);
        }

        bool reports = messageId is not null && !repeat && ask.WantsReport && Fate.Of(ask.Channel, ask.To).Report is not null;
        StoredMessage message = new(sequence, now, ask, repeat, messageId, reports ? Fate.SettledAt(ask.To, now) : null);
        _transaction.Insert(message);
        _transaction.Count(Totals.Of(message));
        added.Add(message);
        return new AskOutcome(ask, messageId);
    }

    private static string NewMessageId(Ask ask, long sequence, DateTimeOffset now) => ask switch
    {
        { AskedOf: AskedOf.Twilio } => string.Create(CultureInfo.InvariantCulture, $"{StoredMessage.TwilioPrefix}{sequence:x32}"),
        { AskedOf: AskedOf.Smtp } => string.Create(CultureInfo.InvariantCulture, $"smtp_{sequence:D12}"),
        { Channel: MessageChannel.Email } => ask.RequestId!,
        _ => string.Create(CultureInfo.InvariantCulture, $"Outgoing_{now:yyyyMMddHHmmss}{sequence:D12}_local"),
    };

    private async Task WriteAsync()
    {
        List<Job> jobs = [];
        List<StoredMessage> added = [];
        while (await _jobs.Reader.WaitToReadAsync())
        {
            while (jobs.Count < LargestCommit && _jobs.Reader.TryRead(out Job? job))
            {
                jobs.Add(job);
            }

            Exception? failure = Commit(jobs, added);
            foreach (Job job in jobs)
            {
                job.Complete(failure);
            }

            jobs.Clear();
            added.Clear();
        }
    }

    /// <summary>Whatever fails here fails the requests that share the commit: the store is unreadable, the disk full, a listener broken.</summary>
    private Exception? Commit(List<Job> jobs, List<StoredMessage> added)
    {
        try
        {
            _transaction.Begin();
            foreach (Job job in jobs)
            {
                job.Apply(added);
            }

            _transaction.Commit();
            _sequence += added.Count;
            _committed(added);
            return null;
        }
        catch (Exception failure)
        {
            _transaction.Rollback();
            return failure is SqliteException or IOException ? _failed(failure) : failure;
        }
    }

    private sealed record Job(Action<List<StoredMessage>> Apply)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete(Exception? failure)
        {
            if (failure is null)
            {
                Done.SetResult();
            }
            else
            {
                Done.SetException(failure);
            }
        }
    }
}
