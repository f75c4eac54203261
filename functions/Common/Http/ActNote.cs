using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Who acts and why, as it is found while a request is read: noted for the trail of acts.</summary>
public sealed class ActNote
{
    public string? By { get; set; }

    public string? Reason { get; set; }

    /// <summary>Of an act about many: to each, what came of it.</summary>
    public List<ActNoteRow> Rows { get; } = [];

    public static ActNote Of(HttpContext http)
    {
        if (http.Items[typeof(ActNote)] is not ActNote note)
        {
            http.Items[typeof(ActNote)] = note = new ActNote();
        }

        return note;
    }
}

/// <summary>One of many to whom something was done.</summary>
/// <param name="On">Whom or what, by its id. No personal data.</param>
/// <param name="Outcome">What came of it, in a word.</param>
public sealed record ActNoteRow(string On, string Outcome);
