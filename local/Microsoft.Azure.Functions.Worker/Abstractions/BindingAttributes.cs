namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks what connects a parameter or a return value with the outside.</summary>
public abstract class BindingAttribute : Attribute
{
    public BindingAttribute()
    {
    }
}

/// <summary>Marks the parameter whose arrival starts the function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
    public TriggerBindingAttribute()
    {
    }
}

/// <summary>Marks a parameter that is read when the function starts.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
    public InputBindingAttribute()
    {
    }
}
