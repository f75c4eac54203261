using Compensation.Entitlements;

namespace Compensation.Awards.Spool;

/// <summary>A row about one member that can be laid aside on disk.</summary>
internal interface ISpooledRow<TRow>
    where TRow : ISpooledRow<TRow>
{
    /// <summary>Where it stands in the file.</summary>
    long Line { get; }

    /// <summary>The id that the member has if no other member has it.</summary>
    EntitlementId Id { get; }

    MemberId Member { get; }

    /// <summary>Everything else about it.</summary>
    void WriteTo(BinaryWriter writer);

    /// <param name="line">As written.</param>
    /// <param name="id">As written.</param>
    /// <param name="member">As written.</param>
    /// <param name="reader">Stands where <see cref="WriteTo"/> began.</param>
    static abstract TRow ReadFrom(long line, EntitlementId id, MemberId member, BinaryReader reader);
}
