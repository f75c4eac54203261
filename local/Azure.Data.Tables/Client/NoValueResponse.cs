namespace Azure.Data.Tables;

/// <summary>The answer that there is no such row.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The service returned no content.");

    public override Response GetRawResponse() => response;
}
