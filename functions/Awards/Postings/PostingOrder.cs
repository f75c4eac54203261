using System.Text.Json;
using Compensation.Common.Http;

namespace Compensation.Awards.Postings;

/// <summary>What a wave is told: to whom points may be posted.</summary>
public sealed record PostingOrder(PostingAudience To)
{
    public static PostingOrder Parse(string text) => JsonSerializer.Deserialize<PostingOrder>(text, JsonBody.Format) ?? throw new FormatException("A posting order is null.");

    public override string ToString() => JsonSerializer.Serialize(this, JsonBody.Format);
}

/// <summary>Who is posted to.</summary>
public enum PostingAudience
{
    /// <summary>Whoever has something to be granted or withdrawn.</summary>
    Everybody,

    /// <summary>Only members whose granting has been begun: the others' turn comes with the grant wave.</summary>
    Begun,
}
