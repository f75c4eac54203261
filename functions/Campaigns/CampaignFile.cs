using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Compensation.Campaigns.Files;

namespace Compensation.Campaigns;

/// <summary>Reads one campaign file: its shape strictly, then its sense, with every fault listed at once.</summary>
public static class CampaignFile
{
    public const string CompensationKind = "compensation";

    public const string PointsAwardKind = "points-award";

    /// <summary>How campaign files are read: unknown, repeated and missing members are refused.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new ClockTimeConverter() },
    };

    /// <param name="path">The file; it must be named after the campaign's id.</param>
    /// <exception cref="CampaignFileException">The file cannot be used; lists everything that is wrong with it.</exception>
    public static Campaign Read(string path) => Read(path, static _ => [], static _ => [], forAuthor: false);

    /// <summary>The same for its author, who is also told where it prints other days than it states.</summary>
    /// <param name="path">The file; it must be named after the campaign's id.</param>
    /// <param name="also">What else is wrong with a campaign whose file is in order: fields and reasons, which are told with their lines.</param>
    /// <param name="ofLinkCode">What is wrong with its link code, whatever else is wrong with the file.</param>
    /// <exception cref="CampaignFileException">The file cannot be used; lists everything that is wrong with it.</exception>
    public static Campaign Check(string path, Func<Campaign, IEnumerable<(string Field, string Reason)>> also, Func<int, IEnumerable<(string Field, string Reason)>> ofLinkCode) =>
        Read(path, also, ofLinkCode, forAuthor: true);

    private static Campaign Read(string path, Func<Campaign, IEnumerable<(string Field, string Reason)>> also, Func<int, IEnumerable<(string Field, string Reason)>> ofLinkCode, bool forAuthor)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadAllBytes(path), also, ofLinkCode, forAuthor);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CampaignFileException([new CampaignFault(Path.GetFileName(path), string.Empty, $"cannot be read: {unreadable.Message.TrimEnd('.')}")], unreadable);
        }
    }

    /// <exception cref="CampaignFileException">The text cannot be used; lists everything that is wrong with it.</exception>
    public static Campaign Parse(string fileName, ReadOnlyMemory<byte> utf8) => Parse(fileName, utf8, static _ => [], static _ => [], forAuthor: false);

    private static Campaign Parse(
        string fileName, ReadOnlyMemory<byte> utf8, Func<Campaign, IEnumerable<(string Field, string Reason)>> also, Func<int, IEnumerable<(string Field, string Reason)>> ofLinkCode, bool forAuthor)
    {
        FaultList faults = new(fileName);
        if (!Utf8.IsValid(utf8.Span))
        {
            throw faults.Fatal(string.Empty, "is not UTF-8; save it as UTF-8 and load it again");
        }

        ReadOnlyMemory<byte> json = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        Campaign campaign = Deserialize(json, faults, ofLinkCode, forAuthor);
        faults.Add(also(campaign));
        faults.ThrowIfAny();
        return campaign;
    }

    private static Campaign Deserialize(ReadOnlyMemory<byte> json, FaultList faults, Func<int, IEnumerable<(string Field, string Reason)>> ofLinkCode, bool forAuthor)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonPlaces places = JsonPlaces.Of(json.Span);
            faults.LineOf = places.LineOf;
            places.Repeated.ForEach(path => faults.Add(path, "stands there twice; expected it once"));
            faults.Add(LinkCodeOf(document.RootElement) is { } code ? ofLinkCode(code) : []);
            return KindOf(document.RootElement) switch
            {
                CompensationKind => Read(document.RootElement, faults, Rules<CompensationFile>(CompensationRules.Check, AuthorsRules(document.RootElement), forAuthor), file => file.Defaults, file => file.ToCampaign()),
                PointsAwardKind => Read<PointsAwardFile>(document.RootElement, faults, Rules<PointsAwardFile>(PointsAwardRules.Check, PrintedPeriods.Check, forAuthor), file => file.Defaults, file => AwardOf(file, faults)),
                string other => throw faults.Fatal("kind", $"'{other}' is not a kind of campaign; expected {CompensationKind} or {PointsAwardKind}"),
                null when document.RootElement.ValueKind != JsonValueKind.Object => throw faults.Fatal(string.Empty, "is no campaign; expected an object in braces { }"),
                null => throw faults.Fatal("kind", $"is missing; expected {CompensationKind} or {PointsAwardKind}"),
            };
        }
        catch (JsonException malformed)
        {
            if (malformed is { Path: null, LineNumber: { } line })
            {
                faults.LineOf = _ => (int)line + 1;
                throw faults.Fatal(string.Empty, BrokenJson.WordsFor(malformed, json.Span), malformed);
            }

            throw faults.Fatal(FieldOf(malformed), ReasonOf(malformed), malformed);
        }
        catch (InvalidOperationException malformed)
        {
            // A lone surrogate, which JSON can write and no text can hold.
            throw faults.Fatal(string.Empty, "holds an escaped character that is none", malformed);
        }
    }

    private static Action<CompensationFile, FaultList> AuthorsRules(JsonElement root) => (file, faults) =>
    {
        PrintedPeriods.Check(file, faults);
        PrintedPrefectures.Check(file, root, faults);
    };

    private static Action<T, FaultList> Rules<T>(Action<T, FaultList> always, Action<T, FaultList> authors, bool forAuthor) => forAuthor ? always + authors : always;

    /// <summary>Shape and sense: where the shape is wrong somewhere, the sense of the rest is looked at all the same.</summary>
    private static Campaign Read<T>(JsonElement root, FaultList faults, Action<T, FaultList> check, Func<T, IReadOnlyList<DefaultFile>> defaults, Func<T, Campaign> make)
        where T : class
    {
        FileShape shape = new(faults, LatestDay(root));
        T file = shape.Read(root, typeof(T)).Deserialize<T>(Json)!;
        FaultList senseless = new(faults.File) { LineOf = faults.LineOf };
        check(file, senseless);
        DefaultRules.Check(defaults(file), root, senseless);
        PrintedTexts.Check(root, LatestDay(root), senseless);
        faults.AddUnless(shape.Follows, senseless);
        faults.ThrowIfAny();
        return make(file);
    }

    /// <summary>A day that stands for one that cannot be read, so that what is compared with it is found in order.</summary>
    private static DateOnly LatestDay(JsonElement root) => DaysIn(root).DefaultIfEmpty(new DateOnly(2000, 1, 1)).Max();

    private static IEnumerable<DateOnly> DaysIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => DaysIn(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(DaysIn),
        JsonValueKind.String when DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && FileShape.IsOfOurTime(day) => [day],
        _ => [],
    };

    private static Campaign AwardOf(PointsAwardFile file, FaultList faults)
    {
        Campaign campaign = file.ToCampaign();
        ExampleRules.Check(file, campaign.Award!, faults);
        return campaign;
    }

    private static string? KindOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("kind", out JsonElement kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;

    private static int? LinkCodeOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("linkCode", out JsonElement code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out int number) ? number : null;

    private static string FieldOf(JsonException malformed) => malformed.Path is { Length: > 2 } path ? path[2..] : string.Empty;

    // The serializer appends where it stood; the field and the line are told apart from the reason.
    private static string ReasonOf(JsonException malformed)
    {
        string message = malformed.Message;
        int position = message.IndexOf(" Path: ", StringComparison.Ordinal);
        string reason = (position < 0 ? message : message[..position]).TrimEnd('.');
        return malformed.LineNumber is { } line ? $"{reason} (line {line + 1})" : reason;
    }
}
