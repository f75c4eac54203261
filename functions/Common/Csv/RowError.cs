namespace Compensation.Common;

/// <summary>What is wrong with one line of a file that was sent in.</summary>
/// <param name="Line">The line in the file at which the row begins; the header is line 1.</param>
/// <param name="Field">The column, or empty where the whole row (or file) is meant.</param>
/// <param name="Problem">What was found. Never repeats personal data or codes.</param>
/// <param name="Expected">What would have been right.</param>
public sealed record RowError(long Line, string Field, string Problem, string Expected);

/// <summary>The errors of one file: all are counted, the first ones are kept, so that a wholly wrong file answers in bounded memory.</summary>
/// <param name="listedMax">How many errors are listed.</param>
public sealed class RowErrors(int listedMax = 100)
{
    private readonly List<RowError> _listed = [];

    public long Count { get; private set; }

    public IReadOnlyList<RowError> Listed => _listed;

    public void Add(RowError error)
    {
        Count++;
        if (_listed.Count < listedMax)
        {
            _listed.Add(error);
        }
    }
}
