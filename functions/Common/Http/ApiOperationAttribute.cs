namespace Compensation.Common.Http;

/// <summary>What an HTTP function does, for the description of the whole API. Every HTTP function bears one.</summary>
/// <param name="summary">One sentence for whoever reads the description.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiOperationAttribute(string summary) : Attribute
{
    public string Summary => summary;

    /// <summary>What the body holds; a media type stands in <see cref="BodyType"/> where it is no JSON.</summary>
    public Type? Body { get; init; }

    /// <summary>The body's media type, <c>application/json</c> unless said.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>What the answer holds, where it is JSON.</summary>
    public Type? Answer { get; init; }

    /// <summary>The answer's media type where it is no JSON; empty where there is no body.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Another status of success, such as 200 where nothing new came into being; 0 where there is none.</summary>
    public int OtherStatus { get; init; }

    /// <summary>What the answer holds then, where it is JSON.</summary>
    public Type? OtherAnswer { get; init; }

    /// <summary>The media type of what is said when nothing can be done; empty where nothing is.</summary>
    public string FaultType { get; init; } = "application/problem+json";

    /// <summary>What a refusal holds where it is no problem, such as an import's list of faulty rows.</summary>
    public Type? Refusal { get; init; }

    /// <summary>The statuses that bear a <see cref="Refusal"/>.</summary>
    public int[] RefusalStatuses { get; init; } = [];

    /// <summary>Headers that must be sent.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Headers that may be sent.</summary>
    public string[] MayHeaders { get; init; } = [];

    /// <summary>Parameters that may stand in the query.</summary>
    public string[] Query { get; init; } = [];
}
