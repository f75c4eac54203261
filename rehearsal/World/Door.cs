using Compensation.Common.Pages;

namespace Compensation.Rehearsal.World;

/// <summary>Something to look at while everything is kept up.</summary>
/// <param name="Japanese">What it is.</param>
/// <param name="English">Likewise.</param>
/// <param name="Where">Its address, or what to do.</param>
internal sealed record Door(string Japanese, string English, string Where)
{
    /// <summary>Whether there is nothing to see there before the end.</summary>
    public bool OnlyAtTheEnd { get; init; }

    public string TitleIn(Language language) => language.Say(Japanese, English);

    /// <summary>A line each.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<Door> doors, Language language)
    {
        int widest = doors.Max(door => door.English.Length) + 1;
        return doors.Select(door => language == Language.Japanese ? $"{door.Japanese}：{door.Where}" : $"{(door.English + ":").PadRight(widest)} {door.Where}");
    }
}
