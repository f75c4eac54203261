using System.Collections.Frozen;

namespace Compensation.Awards.Postings;

/// <summary>How far one posting has come.</summary>
public enum PostingState
{
    /// <summary>Claimed by a sender; a request may be under way, or a process died in it.</summary>
    Sending,

    /// <summary>Not sent yet, or not settled yet: to be tried again with the same key.</summary>
    Deferred,

    /// <summary>Written into a batch file; its result is waited for.</summary>
    Filed,

    /// <summary>The points system has booked it.</summary>
    Done,

    /// <summary>The points system refused it for good. For operators.</summary>
    Refused,

    /// <summary>The member holds fewer points than are to be withdrawn. For operators.</summary>
    Short,

    /// <summary>Nobody can say whether it was booked. For operators; never posted again by itself.</summary>
    Unknown,
}

/// <summary>The one table of allowed moves.</summary>
public static class PostingMoves
{
    private static readonly FrozenDictionary<PostingState, PostingState[]> Next = new Dictionary<PostingState, PostingState[]>
    {
        [PostingState.Sending] = [PostingState.Sending, PostingState.Deferred, PostingState.Done, PostingState.Refused, PostingState.Short, PostingState.Unknown],
        [PostingState.Deferred] = [PostingState.Sending, PostingState.Filed],
        [PostingState.Filed] = [PostingState.Done, PostingState.Refused, PostingState.Short],
        [PostingState.Done] = [],
        // The points system's people have looked into it and say so in a result file.
        [PostingState.Refused] = [PostingState.Done],
        [PostingState.Short] = [PostingState.Done],
        [PostingState.Unknown] = [PostingState.Done, PostingState.Refused, PostingState.Short],
    }.ToFrozenDictionary();

    public static bool CanMoveTo(this PostingState from, PostingState to) => Next[from].Contains(to);
}
