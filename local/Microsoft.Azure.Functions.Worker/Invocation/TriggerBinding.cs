using System.Collections.ObjectModel;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How one kind of trigger fills a function's parameters.</summary>
internal abstract class TriggerBinding
{
    /// <summary>The binding's name in function metadata, for example <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    /// <summary>What the marked parameter may be, for error messages.</summary>
    public abstract string Expected { get; }

    /// <summary>Binds the marked parameter; null if its type does not suit.</summary>
    public abstract ParameterBinder? BindTrigger(ParameterInfo parameter);

    /// <summary>Binds a further parameter that carries no binding of its own; null if this trigger offers nothing for it.</summary>
    public virtual ParameterBinder? BindFurther(ParameterInfo parameter) => null;

    /// <summary>What the run's BindingContext shows.</summary>
    public virtual IReadOnlyDictionary<string, object?> Data(object? input) => ReadOnlyDictionary<string, object?>.Empty;
}
