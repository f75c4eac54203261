using System.Text.Json;

namespace Compensation.Common.Http;

/// <summary>Finds what the serializer lets through whatever a type says: null as an element of a list.</summary>
internal static class JsonNulls
{
    /// <returns>What is wrong, or null where nothing is.</returns>
    public static string? In(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        Stack<bool> inList = [];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    inList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    inList.Pop();
                    break;
                case JsonTokenType.Null when inList.TryPeek(out bool isElement) && isElement:
                    return $"The body is not as expected: a list holds null at byte {reader.TokenStartIndex + 1}.";
                default:
                    break;
            }
        }

        return null;
    }
}
