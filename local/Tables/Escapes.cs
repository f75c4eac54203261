namespace Compensation.Local.Tables;

/// <summary>Percent-encoding in addresses.</summary>
internal static class Escapes
{
    /// <exception cref="ServiceErrorException">What is encoded is no UTF-8, or nothing that could be encoded.</exception>
    public static string Decode(string text)
    {
        string plain = Uri.UnescapeDataString(text);

        // What cannot be decoded is left as it was: then there is a percent sign that nobody has encoded.
        return !plain.Contains('%', StringComparison.Ordinal) || plain.Count(c => c == '%') == Encoded(text)
            ? plain
            : throw new ServiceErrorException(ServiceError.Invalid("The address is not percent-encoded UTF-8."));
    }

    private static int Encoded(ReadOnlySpan<char> text) => text.Count("%25");
}
