using System.Diagnostics;
using CsvHelper;

namespace Compensation.Bench;

/// <summary>What reading a file costs that is not looked at.</summary>
internal static class BareRead
{
    /// <summary>Makes a string of every field.</summary>
    public static void AllFields(string file)
    {
        long characters = 0;
        using CsvReader reader = CsvReader.FromFile(file);
        while (reader.Read())
        {
            for (int field = 0; field < reader.FieldCount; field++)
            {
                characters += reader.GetString(field).Length;
            }
        }

        Debug.Assert(characters > 0, "The file has rows.");
    }
}
