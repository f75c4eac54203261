using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Compensation.Campaigns.Files;

/// <summary>
/// Whether a file has the members that its kind has, each of the right kind: everything that is wrong, in words. What is wrong is replaced by something that can be read, so that
/// the rest can still be looked at.
/// </summary>
internal sealed class FileShape(FaultList faults, DateOnly anyDay)
{
    /// <summary>Paths of what was replaced: what is said of them later says nothing.</summary>
    private readonly List<string> _replaced = [];

    /// <returns>The file as it can be read.</returns>
    public JsonNode Read(JsonElement root, Type file) => Value(root, file, string.Empty)!;

    /// <summary>Whether a fault is only about what had been replaced.</summary>
    public bool Follows(CampaignFault fault) => _replaced.Any(path => IsWithin(fault.Field, path) || IsWithin(path, fault.Field) || Mentions(fault.Reason, path) || Mentions(fault.Reason, MemberOf(path)));

    private JsonNode? Value(JsonElement value, Type declared, string path)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type switch
        {
            _ when IsList(type) => value.ValueKind == JsonValueKind.Array ? List(value, type.GetGenericArguments()[0], path) : Replaced(type, path, value),
            _ when IsRecord(type) => value.ValueKind == JsonValueKind.Object ? Members(value, type, path) : Replaced(type, path, value),
            _ => IsOf(value, type) ? JsonNode.Parse(value.GetRawText()) : Replaced(type, path, value),
        };
    }

    private JsonArray List(JsonElement list, Type element, string path) =>
        new([.. list.EnumerateArray().Select((one, index) => Value(one, element, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")))]);

    private JsonObject Members(JsonElement value, Type type, string path)
    {
        ParameterInfo[] known = MembersOf(type);
        JsonObject read = [];
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string place = Beside(path, member.Name);
            if (known.FirstOrDefault(one => NameOf(one) == member.Name) is not { } parameter)
            {
                faults.Add(place, $"is not a member that anybody knows; expected only {string.Join(", ", known.Select(NameOf))}");
            }
            else if (member.Value.ValueKind != JsonValueKind.Null || !parameter.HasDefaultValue)
            {
                read[member.Name] = Value(member.Value, parameter.ParameterType, place);
            }
        }

        foreach (ParameterInfo missing in known.Where(one => !one.HasDefaultValue && !read.ContainsKey(NameOf(one))))
        {
            string place = Beside(path, NameOf(missing));
            faults.Add(place, $"is missing; expected {Expected(missing.ParameterType)}");
            read[NameOf(missing)] = Substitute(missing.ParameterType, place);
        }

        return read;
    }

    private JsonNode? Replaced(Type type, string path, JsonElement value)
    {
        faults.Add(path, type == typeof(TimeOnly) ? $"expected {Expected(type)}, not {Shown(value)}" : $"{Shown(value)} is not what was expected: {(IsDay(type, value, out _) ? "a day of the years 2000 to 2099, such as \"2023-05-31\"" : Expected(type))}");
        return Substitute(type, path);
    }

    private JsonNode? Substitute(Type declared, string path)
    {
        _replaced.Add(path);
        return SubstituteOf(Nullable.GetUnderlyingType(declared) ?? declared);
    }

    private JsonNode? SubstituteOf(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(bool) ? false
        : type == typeof(DateOnly) ? anyDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : type == typeof(TimeOnly) ? "10:00"
        : type.IsEnum ? JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0])
        : type.IsPrimitive ? 1
        : IsList(type) ? new JsonArray()
        : new JsonObject(MembersOf(type).Where(member => !member.HasDefaultValue).Select(member => KeyValuePair.Create(NameOf(member), SubstituteOf(member.ParameterType))));

    private static bool IsOf(JsonElement value, Type type) =>
        type == typeof(string) ? value.ValueKind == JsonValueKind.String
        : type == typeof(bool) ? value.ValueKind is JsonValueKind.True or JsonValueKind.False
        : type == typeof(int) ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _)
        : type == typeof(long) ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _)
        : value.ValueKind == JsonValueKind.String && value.GetString() is var text && (type == typeof(DateOnly)
            ? IsDay(type, value, out DateOnly day) && IsOfOurTime(day)
            : type == typeof(TimeOnly) ? TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) : NamesOf(type).Contains(text, StringComparer.Ordinal));

    private static bool IsDay(Type type, JsonElement value, out DateOnly day)
    {
        day = default;
        return type == typeof(DateOnly) && value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Other years are slips of the pen, and some cannot be computed with.</summary>
    public static bool IsOfOurTime(DateOnly day) => day.Year is >= 2000 and < 2100;

    private static string Expected(Type declared)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type == typeof(string) ? "a text in quotation marks"
            : type == typeof(bool) ? "true or false"
            : type == typeof(DateOnly) ? "a day such as \"2023-05-31\""
            : type == typeof(TimeOnly) ? "a time of day such as \"09:00\""
            : type.IsEnum ? $"one of {string.Join(", ", NamesOf(type).Select(name => $"\"{name}\""))}"
            : type.IsPrimitive ? "a whole number"
            : IsList(type) ? "a list in brackets [ ]"
            : $"an object in braces {{ }} with {string.Join(", ", MembersOf(type).Where(member => !member.HasDefaultValue).Select(NameOf))}";
    }

    private static string Shown(JsonElement value)
    {
        string raw = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.Null => "null",
            JsonValueKind.String => $"'{value.GetString()}'",
            _ => value.GetRawText(),
        };
        return raw.Length <= 60 ? raw : $"{raw[..57]}…";
    }

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static bool IsRecord(Type type) => type.Namespace == typeof(FileShape).Namespace;

    private static ParameterInfo[] MembersOf(Type record) => record.GetConstructors().MaxBy(one => one.GetParameters().Length)!.GetParameters();

    private static string NameOf(ParameterInfo member) =>
        member.Member.DeclaringType!.GetProperty(member.Name!)?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name!);

    private static string Beside(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    private static bool IsWithin(string place, string path) => place == path || (place.StartsWith(path, StringComparison.Ordinal) && place[path.Length] is '.' or '[');

    /// <summary>Of two words at the least, such as <c>dayStart</c>: a short one would be found in any sentence.</summary>
    private static string MemberOf(string path) => path[(path.LastIndexOf('.') + 1)..] is var member && member.Any(char.IsAsciiLetterUpper) ? member : path;

    private static bool Mentions(string reason, string path)
    {
        // A short one, such as office, is meant only where a member of it is named.
        bool isWord = path.All(char.IsAsciiLetterLower);
        for (int at = reason.IndexOf(path, StringComparison.Ordinal); at >= 0; at = reason.IndexOf(path, at + 1, StringComparison.Ordinal))
        {
            int end = at + path.Length;
            if ((at == 0 || !(char.IsAsciiLetterOrDigit(reason[at - 1]) || reason[at - 1] is '.')) && (isWord ? MemberFollows(reason, end) : end == reason.Length || !char.IsAsciiLetterOrDigit(reason[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MemberFollows(string reason, int end) => end + 1 < reason.Length && (reason[end] == '[' || (reason[end] == '.' && char.IsAsciiLetter(reason[end + 1])));
}
