using System.Globalization;

namespace Compensation.Common;

/// <summary>Whether this process can write dates as the notices print them. A runtime without globalisation data cannot.</summary>
public static class JapaneseCulture
{
    private const string Text = "The .NET runtime runs without globalisation data and cannot write Japanese dates: unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, and install ICU (libicu) where it is missing.";

    /// <summary>One sentence for whoever starts the process; null where all is well.</summary>
    public static string? Fault()
    {
        try
        {
            CultureInfo japanese = CultureInfo.GetCultureInfo("ja-JP");
            return new DateTime(2023, 5, 31, 0, 0, 0, DateTimeKind.Unspecified).ToString("ddd", japanese) == "水" ? null : Text;
        }
        catch (CultureNotFoundException)
        {
            return Text;
        }
    }
}
