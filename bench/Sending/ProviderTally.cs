using System.Text.Json;

namespace Compensation.Bench.Sending;

/// <summary>What reached each recipient, as the provider saw it. A repeat of a request id is recognised, as the real service does, and reaches nobody twice.</summary>
internal sealed class ProviderTally(int recipients)
{
    private readonly Lock _gate = new();
    private readonly Guid[] _firstId = new Guid[recipients];
    private readonly int[] _messages = new int[recipients];
    private long _total;
    private long _distinct;
    private long _duplicates;
    private long _repeats;
    private long _strangers;
    private int _inFlight;
    private int _inFlightMax;
    private DateTimeOffset? _firstAfterMark;

    public void Enter(int recipient, Guid requestId)
    {
        lock (_gate)
        {
            _total++;
            _inFlightMax = Math.Max(_inFlightMax, ++_inFlight);
            if (recipient < 0 || recipient >= _messages.Length)
            {
                _strangers++;
            }
            else if (_messages[recipient] == 0)
            {
                _firstAfterMark ??= TimeProvider.System.GetUtcNow();
                _messages[recipient] = 1;
                _firstId[recipient] = requestId;
                _distinct++;
            }
            else if (_firstId[recipient] == requestId)
            {
                _repeats++;
            }
            else
            {
                _messages[recipient]++;
                _duplicates++;
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _inFlight--;
        }
    }

    /// <summary>From now on the next new recipient is the first.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            _firstAfterMark = null;
        }
    }

    public byte[] ToJson()
    {
        lock (_gate)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new ProviderStats(_total, _distinct, _duplicates, _repeats, _strangers, _inFlightMax, _firstAfterMark), JsonSerializerOptions.Web);
        }
    }
}

/// <summary>The provider's figures.</summary>
/// <param name="Total">Requests.</param>
/// <param name="Distinct">Recipients reached.</param>
/// <param name="Duplicates">Messages that reached a person for the second time or more.</param>
/// <param name="Repeats">Requests recognised by their id and answered without a second message.</param>
/// <param name="Strangers">Requests for numbers that are none of ours.</param>
/// <param name="InFlightMax">The most requests that were open at one time.</param>
/// <param name="FirstAfterMark">When the first new recipient was reached after the mark.</param>
internal sealed record ProviderStats(long Total, long Distinct, long Duplicates, long Repeats, long Strangers, int InFlightMax, DateTimeOffset? FirstAfterMark);
