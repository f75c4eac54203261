using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common.Http;

namespace Compensation.Common;

/// <summary>Whole yen. Arithmetic is checked; <c>default</c> is zero yen.</summary>
/// <param name="Amount">The amount in yen; may be negative in differences.</param>
[ApiSchema("""{ "type": "integer", "format": "int64", "description": "Whole yen." }""")]
[JsonConverter(typeof(YenJsonConverter))]
public readonly record struct Yen(long Amount) : IComparable<Yen>
{
    public static readonly Yen Zero;

    public static Yen operator +(Yen left, Yen right) => new(checked(left.Amount + right.Amount));

    public static Yen operator -(Yen left, Yen right) => new(checked(left.Amount - right.Amount));

    public static bool operator <(Yen left, Yen right) => left.Amount < right.Amount;

    public static bool operator >(Yen left, Yen right) => left.Amount > right.Amount;

    public static bool operator <=(Yen left, Yen right) => left.Amount <= right.Amount;

    public static bool operator >=(Yen left, Yen right) => left.Amount >= right.Amount;

    public int CompareTo(Yen other) => Amount.CompareTo(other.Amount);

    /// <summary>For people: <c>1,234円</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:N0}円");

    private sealed class YenJsonConverter : JsonConverter<Yen>
    {
        public override Yen Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Yen value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Amount);
    }
}
