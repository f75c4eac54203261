namespace Microsoft.DurableTask;

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody has taken yet are handed on. Default true.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
