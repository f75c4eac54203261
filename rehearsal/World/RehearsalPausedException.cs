using Compensation.Common;

namespace Compensation.Rehearsal.World;

/// <summary>The day has come until which the rehearsal was to be played.</summary>
internal sealed class RehearsalPausedException(DateTimeOffset at) : Exception(
    $"Stopped at {at.ToJapan():yyyy-MM-dd HH:mm} in Japan, before the campaign's end; the same command with --resume in place of --until goes on.");
