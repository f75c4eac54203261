using System.Globalization;
using System.Text.Json;

namespace Compensation.Campaigns.Files;

/// <summary>On which line each member of a file stands, by its path, such as <c>waves[0].endsOn</c>; and which stand there twice.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonPlaces()
    {
    }

    /// <summary>Paths of members that their object has already.</summary>
    public List<string> Repeated { get; } = [];

    /// <returns>The line of the member, or of the nearest one around it that is there; 1 and up.</returns>
    public int LineOf(string path)
    {
        for (string place = path; place.Length > 0; place = Around(place))
        {
            if (_lines.TryGetValue(place, out int line))
            {
                return line;
            }
        }

        return 1;
    }

    /// <param name="json">A text that is JSON.</param>
    public static JsonPlaces Of(ReadOnlySpan<byte> json)
    {
        JsonPlaces places = new();
        Utf8JsonReader reader = new(json);
        List<(string Path, int Next)> around = [];
        (string name, int line, int at) = (string.Empty, 1, 0);
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            line += json[at..start].Count((byte)'\n');
            at = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = Beside(around, reader.GetString()!);
                    places.Note(name, line);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    around.RemoveAt(around.Count - 1);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    around.Add((places.ValueAt(around, name, line), reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                    break;
                default:
                    places.ValueAt(around, name, line);
                    break;
            }
        }

        return places;
    }

    /// <returns>The value's path: an element of the list that it is in, or the member that was named last.</returns>
    private string ValueAt(List<(string Path, int Next)> around, string name, int line)
    {
        if (around is not [.., (var list, >= 0 and var next)])
        {
            return around.Count == 0 ? string.Empty : name;
        }

        around[^1] = (list, next + 1);
        string element = string.Create(CultureInfo.InvariantCulture, $"{list}[{next}]");
        _lines[element] = line;
        return element;
    }

    private void Note(string path, int line)
    {
        if (!_lines.TryAdd(path, line))
        {
            Repeated.Add(path);
        }
    }

    private static string Beside(List<(string Path, int Next)> around, string member) => around is [.., ({ Length: > 0 } path, _)] ? $"{path}.{member}" : member;

    private static string Around(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : string.Empty;
}
