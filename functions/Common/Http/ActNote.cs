using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Who acts and why, as it is found while a request is read: noted for the trail of acts.</summary>
public sealed class ActNote
{
    public string? By { get; set; }

    public string? Reason { get; set; }

    public static ActNote Of(HttpContext http)
    {
        if (http.Items[typeof(ActNote)] is not ActNote note)
        {
            http.Items[typeof(ActNote)] = note = new ActNote();
        }

        return note;
    }
}
